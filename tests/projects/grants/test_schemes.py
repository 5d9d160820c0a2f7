"""補助制度: what everybody reads of a scheme and its rules, who keeps them, what the database refuses."""

import copy
import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from projects.grants.scheme_models import CostItem, GrantRule, GrantScheme
from tests import build

from .build import World, rule, scheme, sent_rule

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def test_everybody_reads_a_rule_in_plain_words(world, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        page = build.read(client, world.scheme.get_absolute_url())
    for words in (
        "居場所づくり補助金", "受け付けています", "1つの事業に、対象になる経費の2分の1まで、上限は300,000円です。",
        "対象になる経費の合計に2分の1をかけ、1,000円未満を切り捨てます。", "その分を引いて計算することになっています。",
        "決定額の80％まで、先に受け取れます（概算払）。", "年10.95％の延滞金がかかります（500円未満はとりません）。",
        "なる（対象経費の10％まで）", "ならない", "<li>団体の規約</li><li>見積書</li>", "<li>営利のとき</li>", "居場所づくり補助金交付要綱",
        "2027年3月31日", "1,000,000円", "福祉課",
    ):  # fmt: skip
        assert words in page, words


def test_another_year_is_an_address_of_its_own(world, client):
    world.last_year(is_public=False)
    assert "令和7年度" not in build.read(client, world.scheme.get_absolute_url())
    GrantRule.objects.update(is_public=True)
    page = build.read(client, f"{world.scheme.get_absolute_url()}?year=2025")
    assert "上限は200,000円です。" in page and "受付は終わりました" in page
    assert "上限は300,000円です。" in build.read(client, f"{world.scheme.get_absolute_url()}?year=none")


def test_what_is_not_shown_yet_is_staffs_to_read(world, client, client_for):
    hidden = scheme(world.office, "まだ見せない補助金")
    assert client_for(world.official).get(hidden.get_absolute_url()).status_code == 404  # without a rule there is nothing to read
    rule(hidden, is_public=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "職員だけに見えています" in build.read(client_for(world.official), hidden.get_absolute_url())
    assert "まだ見せない補助金" not in build.read(client, "/apply/schemes/")


def test_the_list_is_searched_narrowed_and_sorted_at_a_constant_price(world, client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/apply/schemes/")
    fixed = scheme(world.elsewhere, "花いっぱい補助金")
    rule(fixed, base="fixed", rate_den=1, cap=100_000, opens_on=build.days(5), closes_on=build.days(6))
    ended = scheme(world.elsewhere, "終わった補助金", is_active=False)
    rule(ended, cap=900_000)
    with django_assert_num_queries(3):
        page = build.read(client, "/apply/schemes/")
    assert page.index("居場所づくり補助金") < page.index("花いっぱい補助金") < page.index("終わった補助金")
    assert "対象経費の2分の1まで、上限300,000円" in page and "定額100,000円" in page and "これから受け付けます" in page
    page = build.read(client, "/apply/schemes/?sort=cap")
    assert page.index("終わった補助金") < page.index("居場所づくり補助金") < page.index("花いっぱい補助金")
    page = build.read(client, "/apply/schemes/?state=open")
    assert "居場所づくり補助金" in page and "花いっぱい補助金" not in page and "終わった補助金" not in page
    assert "居場所づくり補助金" not in build.read(client, "/apply/schemes/?q=花")
    assert "この条件に合う補助制度はありません" in build.read(client, "/apply/schemes/?q=ない言葉&state=ended")


@pytest.mark.parametrize(
    "moment, takes",
    [
        ("2026-05-31T23:59:59", False), ("2026-06-01T00:00:00", True), ("2026-06-30T23:59:59", True), ("2026-07-01T00:00:00", False),
    ],
)  # fmt: skip
def test_days_are_whole_days_of_the_citys_time(world, monkeypatch, moment, takes):
    now = datetime.datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    world.rule.opens_on, world.rule.closes_on = datetime.date(2026, 6, 1), datetime.date(2026, 6, 30)
    world.rule.save()
    assert (world.rule.takes_now, GrantRule.objects.open_now().exists()) == (takes, takes)


def test_a_report_is_due_thirty_days_later_and_by_the_last_day_of_the_year(world):
    assert world.rule.report_due(datetime.date(2026, 8, 1)) == datetime.date(2026, 8, 31)
    assert world.rule.report_due(datetime.date(2027, 3, 20)) == datetime.date(2027, 3, 31)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate_num": 0, "rate_den": 0}, {"rate_num": 3, "rate_den": 2}, {"own_percent_min": 101}, {"advance_percent": 101},
        {"minor_percent": 101}, {"cap": 999}, {"cap": 1000, "floor": 2000}, {"round_to": 0}, {"base": "all"}, {"other_subsidy": "some"},
        {"spend_from": "never"}, {"fiscal_year": 2026}, {"closes_on": datetime.date(2000, 1, 1)},
    ],
)  # fmt: skip
def test_the_database_refuses_a_rule_that_cannot_be(world, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(world.scheme, **{"year": wrong.pop("fiscal_year", 2030), **wrong})


def test_a_cost_has_a_share_only_where_it_counts(world):
    for wrong in (
        {"name": "食糧費"},
        {"name": "委託料", "eligible": False, "share_max_percent": 5},
        {"name": "旅費", "share_max_percent": 101},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CostItem.objects.create(rule=world.rule, **wrong)


def test_a_department_keeps_its_own_schemes_and_nobody_elses(world, client_for):
    own, other = client_for(world.clerk), client_for(world.official)
    said = {"title": "新しい補助金", "summary": "花を植えます。", "who": "町内会。", "is_active": "on"}
    assert own.post("/admin/projects/grantscheme/add/", {**said, "department": world.elsewhere.pk}).status_code == 200
    assert own.post("/admin/projects/grantscheme/add/", {**said, "department": world.office.pk}).status_code == 302
    made = GrantScheme.objects.get(title="新しい補助金")
    assert other.post("/admin/projects/grantrule/add/", sent_rule(scheme=made.pk)).status_code == 200
    answer = own.post("/admin/projects/grantrule/add/", sent_rule(scheme=made.pk, rate_num="3"))
    assert "補助率は、0より大きく、1以下にしてください。" in build.markup(answer)
    for wrong, says in (
        ({"rate_num": "0", "rate_den": "0"}, "補助率は、0より大きく"),
        ({"cap": "500円"}, "切り捨ての単位と下限額より少なくできません"),
        ({"own_percent_min": "101"}, "100"),
    ):
        refused = own.post("/admin/projects/grantrule/add/", sent_rule(scheme=made.pk, **wrong))
        assert refused.status_code == 200 and says in build.markup(refused), wrong
    assert own.post("/admin/projects/grantrule/add/", sent_rule(scheme=made.pk)).status_code == 302
    row = GrantRule.objects.get(scheme=made)
    assert (row.budget_total, row.cap, row.is_public) == (500_000, 100_000, False)
    page = f"/admin/projects/grantrule/{row.pk}/change/"
    assert 'name="cap"' not in build.read(other, page) and 'name="cap"' in build.read(client_for(world.chief), page)
    assert other.post(page, sent_rule(cap="1")).status_code == 403
    assert "この制度のこの年度の決まりは、もうあります" in build.markup(
        own.post("/admin/projects/grantrule/add/", sent_rule(scheme=made.pk))
    )


def test_the_years_of_rules_are_said_by_their_era_in_the_list_and_in_what_narrows_it(world, client_for):
    own = client_for(world.clerk)
    rule(world.rule.scheme, year=2027)
    page = build.markup(own.get("/admin/projects/grantrule/"))
    assert (
        page.count('<td class="field-fiscal_year">令和8年度</td>')
        == page.count('<td class="field-fiscal_year">令和9年度</td>')
        == 1
    )
    assert '<a href="?fiscal_year=2027">令和9年度</a>' in page and ">2027</a>" not in page
    narrowed = build.markup(own.get("/admin/projects/grantrule/?fiscal_year=2027"))
    assert (
        '<td class="field-fiscal_year">令和9年度</td>' in narrowed
        and '<td class="field-fiscal_year">令和8年度</td>' not in narrowed
    )
