"""What the city may bear: pure functions on whole yen."""

from types import SimpleNamespace

import pytest

from projects.calls.support import compute, eligible_total, rate_words, rounding_words


def rule(num=2, den=3, limit=300_000, round_to=1000):
    return SimpleNamespace(rate_num=num, rate_den=den, grant_limit=limit, round_to=round_to)


@pytest.mark.parametrize(
    ("of", "eligible", "amount"),
    [
        (rule(), 100_000, 66_000),  # 66,666.67 円
        (rule(), 449_999, 299_000),
        (rule(), 450_000, 300_000),
        (rule(), 900_000, 300_000),
        (rule(), 1_499, 0),
        (rule(), 0, 0),
        (rule(7, 10), 10_000, 7_000),  # as 0.7 it comes to 6,999 yen, and to 6,000
        (rule(1, 1), 123_456, 123_000),
        (rule(1, 2, None), 9_999_999, 4_999_000),
        (rule(1, 2, None, 1), 9_999_999, 4_999_999),
        (rule(1, 2, 45_500), 200_000, 45_500),  # a limit is a sum that was set, and is not rounded
        (rule(None, None), 123_456, 123_456),
        (rule(None, None), 400_000, 300_000),
    ],
)
def test_the_rate_the_unit_and_the_limit(of, eligible, amount):
    assert compute(of, eligible).amount == amount


def test_each_step_stands_in_words():
    assert [(part.text, part.amount) for part in compute(rule(), 500_000).parts] == [
        ("対象になる経費の合計", 500_000),
        ("3分の2をかける（1円未満は切り捨て）", 333_333),
        ("1,000円未満を切り捨てる", 333_000),
        ("1件の上限300,000円をこえる分をのぞく", 300_000),
    ]
    assert rate_words(rule(10, 10)) == "全額（10分の10）" and rate_words(rule(None, None)) == ""
    assert rounding_words(rule()) == "1,000円未満は切り捨て" and rounding_words(rule(round_to=1)) == ""


def test_what_does_not_count_and_what_counts_up_to_a_share():
    assert eligible_total([(60_000, True, None), (40_000, True, 30), (90_000, False, None)]) == 90_000
    assert eligible_total([]) == 0
