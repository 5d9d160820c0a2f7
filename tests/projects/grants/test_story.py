"""補助金 from 交付申請 to 額の確定 and 返還: what is written, what is refused, what has to be explained."""

import copy
import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from kyodo_portal.process.errors import Stale
from projects.grants import freeze
from projects.grants.account_models import Payment
from projects.grants.models import Grant
from projects.grants.paper_actions import remove_paper
from projects.grants.problems import budget_left
from projects.grants.run_actions import etag_of_change, save_change
from projects.grants.scheme_models import GrantRule
from projects.grants.settle_actions import surcharge_today
from tests import build
from tests.sent import opened

from .build import YEAR, World, begun, doc, line_sums, paid, receipt, rule

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


@pytest.fixture
def thawed():
    """A used rule may be changed, as if it had said so from the beginning."""
    freeze.lift(connection)


def now(grant):
    return Grant.objects.get(pk=grant.pk)


def says(caught):
    return " ".join(caught.value.messages)


def test_a_grant_is_applied_for_decided_advanced_confirmed_and_paid(world):
    """280,000 by 1/2: 140,000 decided, 100,000 in advance, 40,000 at the end."""
    grant = world.decided()
    assert (grant.number, grant.asked, grant.decided, grant.status) == ("R8-G-0001", 140_000, 140_000, "decided")
    assert (grant.advance_left, budget_left(world.rule)) == (112_000, 860_000)
    grant = world.step(world.step(grant, "ask_advance", amount=100_000, reason="材料を買うため"), "pay_advance", **paid(100_000))
    grant = world.confirmed(world.reported(grant), 140_000)
    assert (grant.confirmed, grant.confirmed_number, now(grant).paid, grant.owes_group) == (140_000, "福第9号", 100_000, True)
    assert grant.ended_on == build.days(0) < grant.ends_on  # reported before its planned end: it ended by then
    grant = world.step(world.step(grant, "claim"), "pay", **paid(40_000))
    assert grant.status == "settled" and [(row.kind, row.amount) for row in grant.payments.all()] == [
        ("advance", 100_000),
        ("final", 40_000),
    ]


def test_what_was_paid_too_much_comes_back_in_parts(world):
    grant = world.step(world.decided(), "ask_advance", amount=112_000, reason="材料を買うため")
    grant = world.step(grant, "pay_advance", **paid(112_000))
    grant = world.confirmed(world.reported(grant, spent=200_000, own=100_000), 100_000)
    assert (grant.is_overpaid, grant.owes_group) == (True, False)
    grant = world.step(grant, "ask_refund", due=build.days(20), **doc())
    assert (grant.refund_total, grant.rest_to_refund) == (12_000, 12_000)
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "refund_part", **paid(12_000))
    assert "残りの12,000円より少ない額" in says(caught)
    grant = world.step(grant, "refund_part", **paid(5_000))
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "refund", **paid(7_001))
    assert "残りは7,000円です" in says(caught)
    grant = world.step(now(grant), "refund", late_interest=600, **paid(7_000))
    assert (grant.status, now(grant).rest_to_refund) == ("settled", 0)
    assert list(grant.payments.order_by("pk").values_list("kind", "amount"))[1:] == [
        ("refund", 5_000),
        ("refund", 7_000),
        ("interest", 600),
    ]


@pytest.mark.parametrize(
    "wrong, message",
    [
        ({"purpose": ""}, "「目的と内容」を書いてください。"),
        ({"ends_on": datetime.date(YEAR + 1, 4, 1)}, "令和8年度（2026年4月1日（水）から2027年3月31日（水）まで）の中の日にしてください。"),
        ({"ends_on": datetime.date(YEAR, 11, 1)}, "終える日は、始める日か、それより後の日にしてください。"),
        ({"expenses": []}, "支出の予算を、1行以上書いてください。"),
        ({"expenses": [("材料", 1_999)]}, "計算すると、補助金は0円です。"),
        ({"wish": 140_001}, "希望する額140,001円が、計算した額140,000円より多くなっています。"),
        ({"expenses": [("材料", 280_001)]}, "収入が支出より1円少なくなっています。"),
        ({"expenses": [("材料", 270_000)]}, "収入が支出より5,000円多くなっています。"),
    ],
)  # fmt: skip
def test_an_application_that_cannot_be_says_why(world, wrong, message):
    with pytest.raises(ValidationError) as caught:
        world.step(world.draft(**wrong), "submit")
    assert message in says(caught) and not Grant.objects.exclude(number=None).exists()


def test_income_above_the_expenses_says_what_becomes_of_it(world):
    assert world.step(world.draft(expenses=[("材料", 270_000)], difference="次の年度に繰り越す"), "submit").asked == 135_000


def test_a_subsidy_from_elsewhere_is_deducted_or_refused(world, thawed):
    more = [
        {"source": "subsidy", "item": "県の補助", "amount": 80_000, "note": ""},
        {"source": "own", "item": "会費", "amount": 100_000, "note": ""},
    ]
    assert world.step(world.draft(incomes=more), "submit").asked == 100_000
    GrantRule.objects.update(other_subsidy="forbidden")
    world.rule.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        world.step(world.draft(incomes=more, difference="減らす"), "submit")
    assert "ほかの補助金といっしょには使えません" in says(caught)


def test_what_may_be_sent_only_with_a_reason(world, thawed):
    """Own money below the rule's share, a year too many, a report that is late."""
    late = world.decided()
    Grant.objects.filter(pk=late.pk).update(report_due=build.days(-1))
    GrantRule.objects.filter(pk=world.rule.pk).update(own_percent_min=60, max_years=2)
    world.rule.refresh_from_db()
    draft = world.draft(year_no=3)
    with pytest.raises(ValidationError) as caught:
        world.step(draft, "submit", despite=" ")
    for words in (
        "支出の60％（168,000円）にとどきません",
        "2年までです。3年目の申請です",
        "実績報告の期限をすぎた補助金があります",
    ):
        assert words in says(caught)
    assert world.step(draft, "submit", despite="会費が集まり次第、ふやします。").despite == "会費が集まり次第、ふやします。"


def test_nobody_applies_before_or_after_the_days(world):
    draft = world.draft()
    GrantRule.objects.update(closes_on=build.days(-1))
    with pytest.raises(Stale):
        world.step(now(draft), "submit")
    with pytest.raises(PermissionDenied):
        begun(GrantRule.objects.get(), world.group, world.leader)


def test_only_the_representative_sends_and_nobody_decides_about_their_own_group(world):
    draft = world.draft()
    with pytest.raises(PermissionDenied):
        world.step(draft, "submit", by=world.mate)
    build.join(world.clerk, world.group)
    grant = world.step(draft, "submit")
    with pytest.raises(PermissionDenied):
        world.step(grant, "receive", by=world.clerk)
    assert world.step(grant, "receive", by=world.chief).status == "received"


@pytest.mark.parametrize(
    "answers, field, message",
    [
        ({"amount": 140_001}, "amount", "計算した額は140,000円です"),
        ({"amount": 0}, "amount", "0円の交付決定はできません"),
        ({"amount": 100_000}, "cut_reason", "申請額140,000円と違うわけを書いてください。"),
        ({"amount": 140_000, "budget": 139_999}, "amount", "予算の残りは139,999円です"),
        ({"amount": 140_000, "line": 280_001}, "line", "予算の280,000円より多くできません"),
        ({"amount": 140_000, "line": 200_000}, "amount", "計算した額は100,000円です"),
    ],
)
def test_a_decision_stays_within_what_it_comes_to_what_was_asked_and_what_there_is(world, answers, field, message):
    grant = world.step(world.step(world.draft(), "submit"), "receive")
    if "budget" in answers:
        GrantRule.objects.update(budget_total=answers.pop("budget"))
    lines = line_sums(grant, "budget")
    if "line" in answers:
        lines = dict.fromkeys(lines, answers.pop("line"))
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "decide", decided_lines=lines, **answers, **doc())
    assert message in says(caught) and next(iter(caught.value.message_dict)).startswith(field)
    assert now(grant).decided is None and not now(grant).lines.exclude(decided=None).exists()


def test_a_cut_says_why_and_tells_the_group(world, client_for):
    grant = world.step(world.step(world.draft(), "submit"), "receive")
    said = {
        "amount": 100_000,
        "cut_reason": "予算のため",
        "conditions": "だれでも来られるようにする",
        "decided_lines": line_sums(grant, "budget"),
    }
    world.step(grant, "decide", **said, **doc())
    page = build.read(client_for(world.leader), "/inbox/")
    assert "空き家の居場所の交付を決定しました" in page
    page = build.read(client_for(world.leader), grant.get_absolute_url())
    assert (
        "予算のため" in page and "だれでも来られるようにする" in page and "交付決定額をこえる分をのぞく：<b>100,000円</b>" in page
    )


def test_a_minor_change_is_noted_and_a_greater_one_is_asked_for(world):
    grant = world.decided()
    spent, income = grant.lines.get(side="expense"), grant.lines.get(side="income")
    save_change(grant, by=world.mate, etag=etag_of_change(grant), amounts={spent.pk: 250_000, income.pk: 140_000})
    assert now(grant).change == (True, ())
    grant = world.step(now(grant), "note_change", what="材料を減らす")
    assert (grant.decided, list(grant.lines.values_list("decided", "wanted"))) == (140_000, [(140_000, None), (250_000, None)])
    save_change(now(grant), by=world.leader, etag=etag_of_change(now(grant)), amounts={spent.pk: 400_000, income.pk: 200_000})
    assert now(grant).change.why == (
        "補助金が140,000円から200,000円に増えます。", "対象経費の合計が、20％をこえて変わります（250,000円から400,000円）。",
        "「材料」が、20％をこえて変わります（250,000円から400,000円）。",
    )  # fmt: skip
    with pytest.raises(Stale):
        world.step(now(grant), "note_change", what="ふやす")
    grant = world.step(now(grant), "ask_change", what="屋根も直す", reason="雨もりのため")
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "allow_change", amount=200_001, **doc())
    assert "変更後に計算した額は200,000円です" in says(caught)
    grant = world.step(grant, "allow_change", amount=200_000, **doc())
    assert (grant.asked, grant.decided, grant.change_kind) == (200_000, 200_000, "")
    grant = world.step(grant, "ask_stop", reason="人が足りないため")
    grant = world.step(grant, "allow_stop", due=build.days(30), **doc())
    assert (grant.status, grant.report_due) == ("report_due", build.days(30))


def test_purpose_place_and_period_need_approval_and_move_with_it(world, client_for):
    grant = world.decided()
    leader, address = client_for(world.leader), f"{grant.get_absolute_url()}change/"
    page = build.read(leader, address)
    assert "224,000円から336,000円までなら、届け出るだけです" in page and "変えるときは、先に市の承認が要ります" in page
    said = {"place": "見附", "ends_on": "令和9年4月1日"}
    assert leader.post(address, opened(leader, address, **said)).status_code == 302
    assert now(grant).change == (False, ("場所が変わります。", "終える日が変わります。"))
    page = build.read(leader, address)
    assert "市の承認が要る変更です" in page and "場所が変わります。" in page and 'value="見附"' in page
    with pytest.raises(ValidationError) as caught:
        world.step(now(grant), "ask_change", what="見附で行う", reason="会場の都合")
    assert "の中の日にしてください。" in says(caught)
    leader.post(address, opened(leader, address, ends_on="令和9年3月31日"))
    grant = world.step(now(grant), "ask_change", what="見附で行う", reason="会場の都合")
    assert "場所：見附" in build.read(client_for(world.clerk), f"{grant.get_absolute_url()}step/allow_change/")
    grant = world.step(grant, "allow_change", amount=140_000, **doc())
    assert (grant.place, grant.ends_on, grant.wanted_place, grant.change) == ("見附", datetime.date(YEAR + 1, 3, 31), "", None)
    grant = world.step(grant, "undo_allow_change", reason="番号ちがい")
    assert (grant.place, grant.wanted_place, grant.status) == ("片貝", "見附", "changing")


def test_an_advance_stays_below_its_share(world, thawed, client_for):
    grant = world.decided()
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "ask_advance", amount=112_001, reason="材料")
    assert "これから概算払できる額は112,000円です" in says(caught)
    world.step(grant, "ask_advance", amount=50_000, reason="材料")
    assert "概算払（50,000円）を支払って、記録する" in build.read(client_for(world.clerk), "/me/")
    assert "福祉課が、50,000円を支払う番です" in build.read(client_for(world.leader), grant.get_absolute_url())
    with pytest.raises(ValidationError):
        world.step(now(grant), "pay_advance", **paid(112_001))
    GrantRule.objects.update(advance_percent=0)
    assert not now(grant).may_ask_advance


def test_a_report_balances_and_every_line_that_counts_has_its_paper(world):
    grant = world.decided()
    with pytest.raises(ValidationError) as caught:
        world.reported(grant, spent=300_000)
    assert "収入が支出より20,000円少なくなっています" in says(caught)
    grant.lines.update(evidence=None)
    with pytest.raises(ValidationError) as caught:
        world.step(now(grant), "report")
    assert "領収書などの書類を付けてください：材料" in says(caught)


def test_a_receipt_from_before_the_decision_is_explained(world):
    grant = world.decided()
    with pytest.raises(PermissionDenied):
        receipt(grant, world.leader) and remove_paper(grant.papers.get(), by=world.clerk)
    world.reported(grant)
    world.step(now(grant), "undo_report", reason="日付")
    grant.papers.update(dated_on=build.days(-1))
    with pytest.raises(ValidationError) as caught:
        world.step(now(grant), "report")
    assert "より前の日付の書類があります：材料" in says(caught)
    assert world.step(now(grant), "report", despite="見積もりの日です。").report_despite == "見積もりの日です。"
    with pytest.raises(PermissionDenied):
        remove_paper(grant.papers.first(), by=world.leader)


def test_an_inspection_cuts_lines_and_the_sum_is_confirmed_up_to_what_it_comes_to(world):
    grant = world.reported(world.decided())
    looked = {"inspected_on": build.days(0), "how": "書類の検査"}
    with pytest.raises(ValidationError):
        world.step(grant, "inspect", confirmed_lines=dict.fromkeys(line_sums(grant, "actual"), 280_001), **looked)
    grant = world.step(grant, "inspect", confirmed_lines=dict.fromkeys(line_sums(grant, "actual"), 240_000), **looked)
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "confirm", amount=120_001, **doc())
    assert "計算した額は120,000円です" in says(caught)
    with pytest.raises(ValidationError):
        world.step(grant, "confirm", amount=110_000, **doc())
    grant = world.step(grant, "confirm", amount=110_000, why_differs="条件を守れなかったため", **doc())
    for amount in (110_001, 109_999):
        with pytest.raises(ValidationError) as caught:
            world.step(grant, "pay", **paid(amount))
        assert "支払う額は110,000円です" in says(caught)


def test_after_the_books_are_closed_a_payment_is_explained(world, thawed):
    """出納整理期間: 31 May of the year after."""
    grant = world.confirmed(world.reported(world.decided()), 140_000)
    grant.rule.fiscal_year = YEAR
    GrantRule.objects.update(fiscal_year=YEAR - 2)
    with pytest.raises(ValidationError) as caught:
        world.step(now(grant), "pay", **paid(140_000))
    assert "過年度の扱いを確かめてください" in says(caught)
    assert world.step(now(grant), "pay", despite="過年度支出で払う", **paid(140_000)).status == "settled"


def test_a_decision_is_renounced_within_its_days_and_revoked_with_or_without_money(world):
    grant = world.decided()
    Grant.objects.filter(pk=grant.pk).update(decided_on=build.days(-15))
    assert now(grant).may_renounce
    Grant.objects.filter(pk=grant.pk).update(decided_on=build.days(-16))
    assert not now(grant).may_renounce
    revoked = world.step(now(grant), "revoke", ground="営利のとき", reason="売りものにしていました。", **doc())
    assert (revoked.status, budget_left(world.rule)) == ("revoked", 1_000_000)
    other = world.step(world.decided(title="別の居場所"), "ask_advance", amount=100_000, reason="材料")
    other = world.step(other, "pay_advance", **paid(100_000))
    with pytest.raises(Stale):
        world.step(other, "revoke", ground="営利のとき", reason="売りもの", **doc())
    back = {"ground": "営利のとき", "reason": "売りもの", "due": build.days(20)}
    with pytest.raises(ValidationError):
        world.step(other, "revoke_paid", amount=100_001, **back, **doc())
    other = world.step(other, "revoke_paid", amount=100_000, **back, **doc())
    assert (other.status, other.refund_total, other.confirmed) == ("refund_due", 100_000, 0)


def test_a_revoked_grant_comes_back_with_what_the_rule_adds(world, client_for):
    """加算金: only where the decision was revoked, computed up to today, and a clerk may let it off."""
    GrantRule.objects.update(surcharge_rate=1095)
    grant = world.step(world.decided(), "ask_advance", amount=100_000, reason="材料")
    grant = world.step(grant, "pay_advance", **paid(100_000, on=-29))
    back = {"ground": "営利のとき", "reason": "売りもの", "due": build.days(20)}
    grant = world.step(now(grant), "revoke_paid", amount=100_000, **back, **doc())
    assert "受け取った日から納める日まで、年10.95％の加算金" in world.leader.notices.order_by("-pk").first().body
    page = client_for(world.clerk).get(now(grant).step_url(grant.process.step("refund"))).text
    assert "きょう納めたときの加算金は900円です。" in page
    grant = world.step(now(grant), "refund", surcharge=900, **paid(100_000))
    assert list(grant.payments.order_by("pk").values_list("kind", "amount"))[1:] == [("refund", 100_000), ("surcharge", 900)]
    back_again = world.step(now(grant), "undo_refund", reason="誤り")
    assert back_again.payments.count() == 1 and surcharge_today(back_again, build.days(0)) == 900


def test_one_step_is_one_payment(world):
    """However often the button is pressed: the version of the step is the payment's key."""
    grant = world.confirmed(world.reported(world.decided()), 140_000)
    version = now(grant).version
    world.step(grant, "pay", **paid(140_000))
    with pytest.raises(Stale):
        world.step(now(grant), "pay", **paid(140_000))
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(grant=grant, kind="final", by=world.clerk, version=version, **paid(140_000))
    assert now(grant).paid == 140_000


@pytest.mark.parametrize("wrong", [{"decided": 140_001}, {"confirmed": 140_001}, {"document_number": ""}, {"change_kind": "x"}])
def test_the_database_refuses_sums_that_cannot_be(world, wrong):
    grant = world.decided()
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(**wrong)


def test_a_rule_is_frozen_once_somebody_applied_by_it(world, client_for):
    page = f"/admin/projects/grantrule/{world.rule.pk}/change/"
    client = client_for(world.clerk)
    assert 'name="cap"' in build.read(client, page)
    world.step(world.draft(), "submit")
    said = build.read(client, page)
    assert 'name="cap"' not in said and 'name="budget_total"' in said and 'name="costs-0-name"' not in said


def test_other_rules_have_a_budget_of_their_own(world):
    world.decided()
    assert budget_left(rule(world.scheme, YEAR + 1)) == 1_000_000
