"""市の負担の計算: pure functions on whole yen. A rate is two integers; divisions round down, as the rules of cities do. No float.

`rule` is anything with the columns of Call that are named here: `rate_num`, `rate_den` (both or neither), `grant_limit` and `round_to`.
"""

from typing import NamedTuple


class Part(NamedTuple):
    """One step of the calculation in words, with the yen that it comes to."""

    text: str
    amount: int


class Computed(NamedTuple):
    """What the city may bear, in yen, and how: `parts` are its steps in the order in which they are done."""

    amount: int
    parts: tuple


def yen(amount):
    """1,234円"""
    return f"{amount:,}円"


def share_words(num, den):
    """「2分の1」, 「全額（10分の10）」; "" for none."""
    if num is None:
        return ""
    return f"全額（{den}分の{num}）" if num == den else f"{den}分の{num}"


def rate_words(rule):
    """The rate of a call in words; "" where it names none."""
    return share_words(rule.rate_num, rule.rate_den)


def rounding_words(rule):
    """「1,000円未満は切り捨て」; "" where every yen counts."""
    return f"{yen(rule.round_to)}未満は切り捨て" if rule.rate_num is not None and rule.round_to > 1 else ""


def eligible_total(lines):
    """The yen that the rate is taken of. lines: (yen, whether it counts, the most of all that counts in percent or None), one an expense.

    A kind of cost that counts up to a share counts up to that percentage of everything that counts: hand its lines over as one.
    """
    whole = sum(amount for amount, counts, _ in lines if counts)
    return sum(amount if most is None else min(amount, whole * most // 100) for amount, counts, most in lines if counts)


def compute(rule, eligible):
    """The Computed of so many eligible yen: the rate, then the unit to which it is rounded down, then the limit of one proposal.

    Where the call names no rate nothing is computed out of the costs: it comes to all of them, up to the limit.
    """
    amount, parts = eligible, [Part("対象になる経費の合計", eligible)]
    if rule.rate_num is not None:
        amount = eligible * rule.rate_num // rule.rate_den
        parts.append(Part(f"{rate_words(rule)}をかける（1円未満は切り捨て）", amount))
        if rule.round_to > 1:
            amount = amount // rule.round_to * rule.round_to
            parts.append(Part(f"{yen(rule.round_to)}未満を切り捨てる", amount))
    if rule.grant_limit is not None and amount > rule.grant_limit:
        amount = rule.grant_limit
        parts.append(Part(f"1件の上限{yen(rule.grant_limit)}をこえる分をのぞく", amount))
    return Computed(amount, tuple(parts))
