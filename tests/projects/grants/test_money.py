"""補助金の計算, case by case in whole yen: no database, no float."""

from datetime import date as D
from typing import NamedTuple

import pytest

from projects.grants import money
from projects.grants.money import Line


class Rule(NamedTuple):
    """The columns of a rule that money asks for."""

    rate_num: int = 1
    rate_den: int = 2
    cap: int = 10_000_000
    floor: int = 0
    round_to: int = 1000
    base: str = "eligible"
    own_percent_min: int = 0
    other_subsidy: str = "allowed"
    advance_percent: int = 80
    minor_percent: int = 20
    late_rate: int = 1095
    late_least: int = 500
    surcharge_rate: int = 1095
    surcharge_from: str = "received"
    surcharge_round: int = 1


def spent(amount, item="消耗品費", **more):
    return Line("expense", item, amount, eligible=more.pop("eligible", True), **more)


def got(amount, source="other"):
    return Line("income", source, amount, source=source)


@pytest.mark.parametrize(
    "rule, eligible, expected",
    [
        (Rule(), 99_999, 49_000),
        (Rule(rate_num=2, rate_den=3), 84_999, 56_000),
        (Rule(cap=300_000), 700_000, 300_000),
        (Rule(rate_num=7, rate_den=10), 90_000, 63_000),  # as a float 0.7 it came to 62,000
        (Rule(floor=30_000), 58_000, 0),
        (Rule(floor=30_000), 60_000, 30_000),
        (Rule(rate_num=1, rate_den=1, round_to=1), 12_345, 12_345),
        (Rule(base="fixed", rate_num=1, rate_den=1, cap=100_000), 180_000, 100_000),
        (Rule(), 0, 0),
    ],
)
def test_rate_rounding_cap_and_floor(rule, eligible, expected):
    assert money.compute(rule, [spent(eligible)]).amount == expected


def test_the_gap_is_what_other_income_leaves_open():
    """Own money and this grant close the gap; they are no income that lessens it."""
    lines = [spent(400_000), spent(100_000, "食糧費", eligible=False), got(200_000), got(150_000, "grant"), got(150_000, "own")]
    assert money.compute(Rule(base="gap"), lines).amount == 150_000
    assert money.compute(Rule(base="gap"), [spent(100_000), got(300_000)]).amount == 0


def test_a_subsidy_from_elsewhere_is_deducted_once():
    lines = [spent(300_000), got(100_000, "subsidy")]
    assert money.compute(Rule(other_subsidy="deducted"), lines).amount == 100_000
    assert money.compute(Rule(other_subsidy="allowed"), lines).amount == 150_000
    assert money.compute(Rule(other_subsidy="deducted", base="gap"), lines).amount == 100_000
    assert money.compute(Rule(other_subsidy="deducted"), [spent(100_000), got(150_000, "subsidy")]).amount == 0
    assert money.subsidy_problem(Rule(other_subsidy="forbidden"), lines).startswith("この制度は、ほかの補助金と")
    assert money.subsidy_problem(Rule(other_subsidy="forbidden"), [spent(300_000), got(1)]) == ""


def test_a_cost_item_counts_up_to_its_share_however_many_lines_it_has():
    """食糧費 up to 10 % of 200,000: two lines of 20,000 count 20,000 together."""
    lines = [spent(160_000), spent(20_000, "お茶", cost="食糧費", share=10), spent(20_000, "弁当", cost="食糧費", share=10)]
    computed = money.compute(Rule(), lines)
    assert (computed.eligible, computed.amount) == (180_000, 90_000)
    assert computed.parts[0] == ("「食糧費」は、対象になる経費の10％まで（40,000円のうち）", 20_000)


def test_the_calculation_is_told_step_by_step():
    assert money.compute(Rule(cap=300_000), [spent(700_000)]).parts == (
        ("補助の対象になる経費の合計", 700_000),
        ("補助率 1/2 をかける（1円未満切り捨て）", 350_000),
        ("1,000円未満を切り捨てる", 350_000),
        ("上限額をこえる分をのぞく", 300_000),
    )


@pytest.mark.parametrize(
    "eligible, confirmed, pays, gives_back",
    [(280_000, 140_000, 20_000, 0), (200_000, 100_000, 0, 20_000), (400_000, 150_000, 30_000, 0)],
)
def test_confirming_after_120_000_in_advance(eligible, confirmed, pays, gives_back):
    """Decided 150,000 by 1/2: what was spent decides, up to that sum."""
    amount = money.compute(Rule(), [spent(eligible)], decided=150_000).amount
    assert (amount, money.owed(amount, 120_000), money.refund(amount, 120_000)) == (confirmed, pays, gives_back)


def test_an_advance_stays_below_its_share():
    assert money.advance_limit(Rule(), 150_001) == 120_000
    assert money.advance_limit(Rule(), 150_000, 100_000) == 20_000
    assert money.advance_limit(Rule(), 150_000, 130_000) == 0
    assert money.advance_limit(Rule(advance_percent=0), 150_000) == 0


def test_interest_by_the_day_and_nothing_below_500_yen():
    """100,000 at 10.95 % a year are 30 yen a day."""
    assert money.interest(Rule(), (100_000, 30)) == 900
    assert money.interest(Rule(), (100_000, 16)) == 0  # 480
    assert money.interest(Rule(), (100_000, 17)) == 510
    assert money.interest(Rule(), (100_000, -3)) == 0
    assert money.interest(Rule(), (100_000, 8), (100_000, 9), (50_000, -1)) == 510  # each part for its own days
    assert money.interest(Rule(late_least=0), (12_345, 7)) == 25


def test_a_surcharge_counts_from_the_day_on_which_the_money_came():
    """10,000 at 10.95 % a year are 3 yen a day; the day of receipt and the day of return count (適正化法19条1項)."""
    whole, april = [(100_000, D(2026, 4, 1))], [(100_000, D(2026, 4, 30))]
    assert money.surcharge(Rule(), whole, april) == 900  # 30 days
    assert money.surcharge(Rule(surcharge_from="next"), whole, april) == 870
    assert money.surcharge(Rule(surcharge_round=500), whole, april) == 500
    assert money.surcharge(Rule(surcharge_rate=500), whole, april) == 410  # 5 %: 410.9
    assert money.surcharge(Rule(surcharge_rate=0), whole, april) == 0
    # given back in parts: what came counts up to its own day
    assert money.surcharge(Rule(), whole, [(40_000, D(2026, 4, 10)), (60_000, D(2026, 4, 30))]) == 120 + 540
    # received in parts: what is given back counts as what came last
    twice = [(60_000, D(2026, 4, 1)), (40_000, D(2026, 5, 1))]
    assert money.surcharge(Rule(), twice, [(50_000, D(2026, 5, 30))]) == 360 + 180


def test_accounts_that_do_not_balance_say_by_how_much():
    assert money.balance_problems([got(90_000), spent(100_000)])[0].startswith("収入が支出より10,000円少なくなっています。")
    assert money.balance_problems([got(110_000), spent(100_000)])[0].startswith("収入が支出より10,000円多くなっています。")
    assert money.balance_problems([got(110_000), spent(100_000)], "来年度に繰り越す") == []
    assert money.balance_problems([got(100_000), spent(100_000)]) == []


def test_own_money_has_its_share():
    rule = Rule(own_percent_min=10)
    assert money.own_funds_problem(rule, [spent(100_001), got(10_000, "own")]) == (
        "自己資金が10,000円で、支出の10％（10,001円）にとどきません。"
    )
    assert money.own_funds_problem(rule, [spent(100_000), got(10_000, "own")]) == ""


def test_a_change_is_minor_up_to_its_percentage():
    before = [spent(100_000), spent(50_000, "印刷費")]
    same = (75_000, 75_000)
    assert money.minor_change(Rule(), before, [spent(120_000), spent(40_000, "印刷費")], amounts=same) == (True, ())
    moved = money.minor_change(Rule(), before, [spent(120_001), spent(50_000, "印刷費")], amounts=same)
    assert moved == (False, ("「消耗品費」が、20％をこえて変わります（100,000円から120,001円）。",))
    new = money.minor_change(Rule(), before, [*before, spent(1, "委託料")], amounts=same)
    assert new == (False, ("「委託料」が、20％をこえて変わります（0円から1円）。",))
    more = money.minor_change(Rule(), before, before, amounts=(75_000, 76_000), changed=["場所"])
    assert more.why == ("場所が変わります。", "補助金が75,000円から76,000円に増えます。")
    gone = money.minor_change(Rule(), before, [spent(100_000)], amounts=(75_000, 50_000))
    assert gone.why == (
        "対象経費の合計が、20％をこえて変わります（150,000円から100,000円）。",
        "「印刷費」が、20％をこえて変わります（50,000円から0円）。",
    )
