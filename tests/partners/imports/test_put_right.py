"""Lists that put names, words, contacts and tags right in hundreds of groups that everybody reads, and what follows from that."""

import pytest

from kyodo_portal.common.lists.incoming import pasted
from kyodo_portal.notices.models import News
from kyodo_portal.pages.models import PublicPage
from kyodo_portal.process.table_actions import begin_undoing
from partners.directory.news import announce_partner
from partners.imports.actions import WORK, begin_import, take_in
from partners.models import Area, ConsentWording, Partner, PartnerName, RegistrationRule, RuleField
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
HEAD = ["ポータルの番号", "団体名", "活動内容", "電話", "地域", "会員数"]


def bodies(many):
    """Groups that everybody reads, told of as news, with an offer, an area, and a telephone that some of them publish."""
    west = Area.objects.get_or_create(name="西地区", order=1)[0]
    made = [build.partner(f"見本の会{n}", kind="civic", phone=f"0258-11-{n:04}", activities="読み聞かせ") for n in range(many)]
    for body in made:
        body.areas.add(west)
        announce_partner(body)
    PublicPage.objects.bulk_create(
        PublicPage(
            path=body.get_absolute_url(), kind="partner", object_id=body.pk, title="x", mark="1", read_at=build.timezone.now()
        )
        for body in made
    )
    return made


def list_of(made):
    rows = [[body.pk, f"新{body.name}", f"{n}回の掃除", f"0258-22-{n:04}", "東地区", "96世帯"] for n, body in enumerate(made)]
    return "\n".join("\t".join(map(str, row)) for row in [HEAD, *rows])


def taken(text, by):
    return take_in(begin_import(by=by, form_key=build.uuid4(), name="表", sheets=pasted(text)), by=by, version=0, choices={})


@pytest.mark.parametrize("many", [3, 60])
def test_as_many_questions_for_sixty_groups_as_for_three(many, django_assert_max_num_queries):
    _, clerk = build.office("secretariat")
    Area.objects.create(name="東地区", order=2)
    text = list_of(bodies(many))
    with django_assert_max_num_queries(60):
        run = taken(text, clerk)
    assert run.rows.filter(outcome="joined").count() == many
    with django_assert_max_num_queries(75):
        begin_undoing(WORK, run, by=clerk)
    assert run.rows.filter(outcome="taken_back").count() == many


def test_name_search_news_page_history_and_ledger_follow_and_go_back(client):
    world = World()
    east = Area.objects.create(name="東地区", order=2)
    first, second = bodies(2)
    build.offer(first, "軽トラック")
    entry = world.entry(title="花いっぱい運動")
    entry.participations.filter(partner=world.group).update(partner=first)
    run = taken(list_of([first, second]), world.chief)
    first.refresh_from_db()
    assert (first.name, first.activities, first.phone, first.members_count, first.members_unit, [*first.areas.all()]) == (
        "新見本の会0", "0回の掃除", "0258-22-0000", 96, "households", [east],
    )  # fmt: skip
    kept = PartnerName.objects.get(partner=first)
    assert (kept.name, kept.since, kept.until) == ("見本の会0", None, build.days(-1))
    for words in ("新見本の会0", "見本の会0", "0回の掃除", "軽トラック", "東地区"):
        assert "新見本の会0" in build.read(client, "/partners/", {"q": words}), words
    assert "新見本の会0" not in build.read(client, "/partners/", {"q": "読み聞かせ"})
    assert "花いっぱい運動" in build.read(client, "/projects/", {"q": "新見本の会0"})
    told = News.objects.get(source=f"partner:{first.pk}")
    assert told.title == "新見本の会0" and f"area:{east.pk}" in told.keys.values_list("key", flat=True)
    assert told.keys.count() == 3  # the area of before is gone
    assert not PublicPage.objects.filter(kind="partner").exists()  # no search says what stood there
    newest = first.history.first()
    assert (newest.name, newest.activities, newest.history_user, newest.history_type) == (
        first.name,
        first.activities,
        world.chief,
        "~",
    )
    assert newest.created_at == first.created_at and not hasattr(newest, "phone")
    # Taken back after days, it was never called so.
    PartnerName.objects.update(until=build.days(-5))
    begin_undoing(WORK, run, by=world.chief)
    first.refresh_from_db()
    assert (first.name, first.activities, first.members_count, first.members_unit) == ("見本の会0", "読み聞かせ", None, "people")
    assert [area.name for area in first.areas.all()] == ["西地区"] and not PartnerName.objects.exists()
    assert News.objects.get(pk=told.pk).title == "見本の会0"
    assert "花いっぱい運動" not in build.read(client, "/projects/", {"q": "新見本の会0"})
    assert run.rows.get(partner=first).outcome == "taken_back"


def test_a_telephone_that_a_group_publishes_is_put_right_on_its_page(client):
    _, clerk = build.office("secretariat")
    body, chair, _ = build.group("見本の会", phone="0258-11-0001")
    wording = ConsentWording.objects.order_by("-pk").first()
    body.consents.create(field="phone", wording=wording.version if wording else "1", given_by=chair)
    taken(f"ポータルの番号\t団体名\t電話\n{body.pk}\t見本の会\t0258-22-0002\n", clerk)
    assert "0258-22-0002" in build.read(client, body.get_absolute_url())


def test_what_a_rule_asks_stays_in_the_search(client):
    _, clerk = build.office("secretariat")
    rule = RegistrationRule.objects.filter(kind="neighbourhood").first()
    if rule is None:
        rule = RegistrationRule.objects.create(kind="neighbourhood", name="町内会の登録", in_force_from=build.days(-9))
    RuleField.objects.get_or_create(rule=rule, key="zone", defaults={"label": "区域", "kind": "line", "public": "yes"})
    body = build.partner("見本町内会", kind="neighbourhood", rule=rule, extra={"zone": "若葉町の全部"})
    taken(f"ポータルの番号\t団体名\t活動内容\n{body.pk}\t見本町内会\t雪かき\n", clerk)
    assert "見本町内会" in build.read(client, "/partners/", {"q": "若葉町の全部"})


@pytest.mark.parametrize(
    ("heading", "typed", "count", "unit"),
    [
        ("加入世帯数", "96", 96, "households"),
        ("世帯数", "96世帯", 96, "households"),
        ("会員数", "24", 24, "people"),
        ("会員数", "12社", 12, "companies"),
    ],
)
def test_a_number_is_of_what_its_heading_counts(heading, typed, count, unit):
    _, clerk = build.office("secretariat")
    taken(f"団体名\t{heading}\n見本の会\t{typed}\n", clerk)
    body = Partner.objects.get(name="見本の会")
    assert (body.members_count, body.members_unit) == (count, unit)


def test_households_stay_households_and_come_back_as_households():
    _, clerk = build.office("secretariat")
    body = build.partner("見本町内会", kind="neighbourhood", members_count=96, members_unit="households")
    run = taken(f"ポータルの番号\t団体名\t会員数\n{body.pk}\t見本町内会\t100\n", clerk)
    body.refresh_from_db()
    assert (body.members_count, body.members_unit) == (100, "households")
    begin_undoing(WORK, run, by=clerk)
    body.refresh_from_db()
    assert (body.members_count, body.members_unit) == (96, "households")
    run = taken(f"ポータルの番号\t団体名\t会員数\n{body.pk}\t見本町内会\t96人\n", clerk)
    body.refresh_from_db()
    assert (body.members_count, body.members_unit) == (96, "people")
    begin_undoing(WORK, run, by=clerk)
    body.refresh_from_db()
    assert (body.members_count, body.members_unit) == (96, "households")
