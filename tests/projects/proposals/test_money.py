"""The money of a draft: the city's share by the rule of the call, what the group brings itself, sums that do not come out."""

import pytest

from projects.calls.theme_models import CallCost
from projects.models import Proposal
from projects.proposals.drafting.actions import copy_to
from projects.proposals.drafting.breakdown import worked_out
from tests import build

from .test_journey import page

pytestmark = pytest.mark.django_db


def typed(income, expense):
    """The boxes of the page; income: (item, amount, of the city), expense: (item, amount, note, kind of cost)."""
    data = {f"{side}-{end}_FORMS": "0" for side in ("income", "expense") for end in ("TOTAL", "INITIAL")}
    data |= {"income-TOTAL_FORMS": str(len(income)), "expense-TOTAL_FORMS": str(len(expense))}
    for number, (item, amount, of_city) in enumerate(income):
        data |= {f"income-{number}-item": item, f"income-{number}-amount": amount}
        data |= {f"income-{number}-from_city": "on"} if of_city else {}
    for number, (item, amount, note, cost) in enumerate(expense):
        data |= {f"expense-{number}-item": item, f"expense-{number}-amount": amount, f"expense-{number}-note": note}
        data |= {f"expense-{number}-cost_id": str(cost.pk)} if cost else {}
    return data


@pytest.mark.parametrize(
    ("note", "yen"),
    [
        ("3,000円×2回", 6_000),
        ("３，０００円 × ２回 × 4人", 24_000),
        ("500円×10人＋1,000円×2台", 7_000),
        ("500円x10人 = 5,000円", 5_000),
        ("500円を200本", None),
        ("5千円×2回", None),
        ("3,000円", None),
        ("2回分", None),
    ],
)
def test_what_a_note_comes_to(note, yen):
    assert worked_out(note) == yen


def test_the_share_is_figured_out_of_what_counts_and_shown_before_it_is_sent(client_for, django_assert_max_num_queries):
    body, representative, _ = build.group()
    call = build.call(rate_num=2, rate_den=3, round_to=1000, grant_limit=100_000)
    counts = CallCost.objects.create(call=call, name="消耗品費", order=1)
    food = CallCost.objects.create(call=call, name="食べ物と飲み物", counts=False, order=2)
    proposal, browser = build.draft(body, representative, to=call), client_for(representative)
    base = f"/projects/proposals/{proposal.pk}/"
    assert "支出の行に、経費の区分を選んでください。" in browser.get(f"{base}check/").content.decode()

    said = typed([("市から", "70000", True), ("会費", "40000", False)], [("苗", "5万円", "500円×90株", counts)])
    wrong = page(browser, f"{base}edit/budget/", **said, next="1").content.decode()
    assert "支出 1：内訳を計算すると45,000円ですが、金額は50,000円です。どちらかを直してください。" in wrong

    lines = [("苗", "95500", "", counts), ("お茶", "14500", "", food)]
    said = typed([("市から", "70000", True), ("会費", "40000", False)], lines)
    over = page(browser, f"{base}edit/budget/", **said, next="1").content.decode()
    # 95,500 × 2/3 = 63,666, in whole thousands 63,000
    assert "市の負担は、この募集の決まりで計算すると63,000円までです。いまは70,000円です。" in over
    said = typed([("市から", "63000", True), ("会費", "47000", False)], lines)
    assert page(browser, f"{base}edit/budget/", **said, next="1").url == f"{base}edit/after/#main"
    with django_assert_max_num_queries(40):
        check = browser.get(f"{base}check/").content.decode()
    assert "市が負担できる額　63,000円" in check and "1,000円未満を切り捨てる" in check
    assert "自分たちで用意する額" in check and "47,000円" in check and "食べ物と飲み物" in check
    assert "直すところがあります" not in check


def test_without_a_rule_the_limit_of_the_call_holds(client_for):
    body, representative, _ = build.group()
    proposal = build.draft(body, representative)  # up to 300,000
    url = f"/projects/proposals/{proposal.pk}/edit/budget/"
    said = typed([("市から", "300001", True)], [("苗", "300001", "", None)])
    answer = page(client_for(representative), url, **said, next="1").content.decode()
    assert "市の負担は300,000円までにしてください。いまは300,001円です。" in answer and "市が負担できる額の計算" not in answer


def test_a_copy_takes_the_kinds_of_cost_by_their_names():
    body, representative, _ = build.group()
    old, new = (build.call(rate_num=1, rate_den=2) for _ in range(2))
    kinds = [CallCost.objects.create(call=call, name="消耗品費") for call in (old, new)]
    CallCost.objects.create(call=new, name="謝礼")
    proposal = build.draft(body, representative, to=old)
    proposal.budget_lines.filter(side="expense").update(cost=kinds[0])
    Proposal.objects.filter(pk=proposal.pk).update(status="declined", number="R8-P-0001", submitted_at=proposal.created_at)
    proposal.refresh_from_db()
    copy = copy_to(proposal, call=new, by=representative, form_key="6d1b3f9e-0000-4000-8000-000000000001")
    assert copy.budget_lines.get(side="expense").cost == kinds[1]
