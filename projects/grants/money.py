"""補助金の計算: pure functions on whole yen. A rate is two integers, a percentage whole, a rate of interest hundredths of a percent.

A rule is anything with the columns of GrantRule that a function names; a line anything with those of `Line`. No float anywhere:
as 0.7, every eightieth sum lost 1,000 yen. Divisions round down, as the rules of cities do (1,000 円未満切捨て).
"""

from typing import NamedTuple

# GrantRule.base: of what the rate is taken.
ELIGIBLE, GAP, FIXED = "eligible", "gap", "fixed"
# GrantRule.other_subsidy: what becomes of a subsidy from elsewhere for the same matter.
FORBIDDEN, DEDUCTED, ALLOWED = "forbidden", "deducted", "allowed"
# Line.source of an income: this grant, the group's own money, a subsidy from elsewhere, everything else (参加費、寄附).
GRANT, OWN, SUBSIDY, OTHER = "grant", "own", "subsidy", "other"
INCOME, EXPENSE = "income", "expense"
PERCENT_DAYS = 365 * 100 * 100  # a year's rate in hundredths of a percent, by the day


class Line(NamedTuple):
    """A line of the accounts. amount: yen. cost: the name of the cost item, by which shares are limited together.

    eligible: it counts for the grant (expenses only). share: the most that its cost item may be of all that counts, in percent.
    """

    side: str
    item: str
    amount: int
    source: str = ""
    eligible: bool = False
    cost: str = ""
    share: int | None = None


class Part(NamedTuple):
    """One step of a calculation in words, with the yen that it comes to."""

    text: str
    amount: int


class Computed(NamedTuple):
    """What a grant comes to in yen, and how: `parts` are its steps in the order in which they are done."""

    amount: int
    eligible: int
    parts: tuple


class Minor(NamedTuple):
    """Whether a change needs no approval, and why not: [sentence] for each limit that it breaks."""

    is_minor: bool
    why: tuple


def yen(amount):
    """1,234円"""
    return f"{amount:,}円"


def total(lines, side, *sources):
    """The yen of these lines on one side; of some sources only where they are named."""
    return sum(line.amount for line in lines if line.side == side and (not sources or line.source in sources))


def eligible_total(lines):
    """(yen that count, [Part] of what was cut). A cost item with a share counts up to that percentage of all eligible lines."""
    chosen = [line for line in lines if line.side == EXPENSE and line.eligible]
    whole, kept, cut = sum(line.amount for line in chosen), 0, []
    for cost, share in dict.fromkeys((line.cost or line.item, line.share) for line in chosen):
        amount = sum(line.amount for line in chosen if (line.cost or line.item, line.share) == (cost, share))
        most = amount if share is None else whole * share // 100
        if amount > most:
            cut.append(Part(f"「{cost}」は、対象になる経費の{share}％まで（{yen(amount)}のうち）", most))
        kept += min(amount, most)
    return kept, cut


def base_of(rule, lines):
    """(yen, [Part]): the sum of which the rate is taken."""
    eligible, parts = eligible_total(lines)
    parts = [*parts, Part("補助の対象になる経費の合計", eligible)]
    subsidies = total(lines, INCOME, SUBSIDY)
    if rule.base == FIXED:
        base, parts = rule.cap, [*parts, Part("定額", rule.cap)]
    elif rule.base == GAP:
        expense, other = total(lines, EXPENSE), total(lines, INCOME, SUBSIDY, OTHER)
        gap = max(expense - other, 0)
        parts.append(Part(f"支出{yen(expense)}から、この補助金と自己資金のほかの収入{yen(other)}を引いた額", gap))
        return min(eligible, gap), [*parts, Part("対象経費と、収入を引いた額の、少ないほう", min(eligible, gap))]
    else:
        base = eligible
    if rule.other_subsidy == DEDUCTED and subsidies:
        base = max(base - subsidies, 0)
        parts.append(Part(f"ほかの補助金{yen(subsidies)}を引く", base))
    return base, parts


def compute(rule, lines, decided=None):
    """The Computed of these lines: rate, rounding, upper and lower limit; never more than was `decided` (yen) once it is.

    Raises nothing: a rule's own columns are held by the database. The rules are those of 補助金等交付規則.
    """
    base, parts = base_of(rule, lines)
    raw = base * rule.rate_num // rule.rate_den
    rounded = raw // rule.round_to * rule.round_to
    parts.append(Part(f"補助率 {rule.rate_num}/{rule.rate_den} をかける（1円未満切り捨て）", raw))
    if rule.round_to > 1:
        parts.append(Part(f"{yen(rule.round_to)}未満を切り捨てる", rounded))
    amount = min(rounded, rule.cap)
    if rounded > rule.cap:
        parts.append(Part("上限額をこえる分をのぞく", amount))
    if decided is not None and amount > decided:
        amount = decided
        parts.append(Part("交付決定額をこえる分をのぞく", amount))
    if amount < rule.floor:
        amount = 0
        parts.append(Part(f"下限額{yen(rule.floor)}にとどかないので、交付しない", 0))
    return Computed(amount, eligible_total(lines)[0], tuple(parts))


def advance_limit(rule, decided, advanced=0):
    """How many yen can still be paid in advance (概算払): the rule's share of what was decided, without what was paid."""
    return max(decided * rule.advance_percent // 100 - advanced, 0)


def owed(confirmed, paid):
    """The yen that the city still pays (確定払): what was confirmed without what was paid; 0 where that is more."""
    return max(confirmed - paid, 0)


def refund(confirmed, paid):
    """The yen that the group gives back: what was paid above what was confirmed; 0 where that is less."""
    return max(paid - confirmed, 0)


def interest(rule, *parts):
    """延滞金 in yen for parts (yen, days that they were late), by the rule's rate a year; nothing below the rule's least sum.

    They are added up before anything is rounded: who pays in parts owes no less than who pays at once.
    """
    amount = sum(rest * max(days, 0) for rest, days in parts) * rule.late_rate // PERCENT_DAYS
    return amount if amount >= rule.late_least else 0


def surcharge(rule, received, returned):
    """加算金 in yen of a decision that was revoked, by the rule's rate a year, rounded down to its unit.

    received, returned: [(yen, date)]: what was paid to the group, and what it gave back because of that. What is given back counts as
    what was received last (補助金等に係る予算の執行の適正化に関する法律施行令9条1項), up to the day on which it came (同条2項).
    """
    rest = sorted(([amount, day] for amount, day in received), key=lambda part: part[1])
    first, yen_days = int(rule.surcharge_from == "received"), 0
    for amount, on in sorted(returned, key=lambda part: part[1]):
        while amount and rest:
            part = rest[-1]
            came = min(amount, part[0])
            yen_days += came * max((on - part[1]).days + first, 0)
            amount, part[0] = amount - came, part[0] - came
            if not part[0]:
                rest.pop()
    return yen_days * rule.surcharge_rate // PERCENT_DAYS // rule.surcharge_round * rule.surcharge_round


def balance_problems(lines, difference=""):
    """[sentence]: why these accounts cannot be sent. difference: what becomes of the income that is left over, as it was written."""
    income, expense = total(lines, INCOME), total(lines, EXPENSE)
    if income < expense:
        short = yen(expense - income)
        return [f"収入が支出より{short}少なくなっています。足りない分をどうまかなうか、収入に書いてください。"]
    if income > expense and not difference.strip():
        over = yen(income - expense)
        return [f"収入が支出より{over}多くなっています。差額をどうするか（繰越・返還・自己負担の減額）を書いてください。"]
    return []


def own_funds_problem(rule, lines):
    """A sentence where the group's own money is less than the rule's share of the expenses; "" otherwise."""
    own, expense = total(lines, INCOME, OWN), total(lines, EXPENSE)
    if own * 100 >= expense * rule.own_percent_min:
        return ""
    return f"自己資金が{yen(own)}で、支出の{rule.own_percent_min}％（{yen(-(-expense * rule.own_percent_min // 100))}）にとどきません。"


def subsidy_problem(rule, lines):
    """A sentence where a subsidy from elsewhere stands in the accounts and the rule forbids it; "" otherwise."""
    if rule.other_subsidy == FORBIDDEN and total(lines, INCOME, SUBSIDY):
        return "この制度は、ほかの補助金といっしょには使えません。収入から「ほかの補助金」の行をのぞいてください。"
    return ""


def minor_change(rule, before, after, *, amounts, changed=()):
    """The Minor of a change from the lines `before` to those `after`.

    amounts: the grant in yen (before, after). changed: words of what is no longer the same of purpose, place and partner.
    Minor is what moves the eligible total and each line of expense by no more than the rule's percentage, asks for no more
    money and leaves those three as they are.
    """
    why = [f"{word}が変わります。" for word in changed]
    if amounts[1] > amounts[0]:
        why.append(f"補助金が{yen(amounts[0])}から{yen(amounts[1])}に増えます。")
    old, new = eligible_total(before)[0], eligible_total(after)[0]
    if _moved(old, new) > old * rule.minor_percent:
        why.append(f"対象経費の合計が、{rule.minor_percent}％をこえて変わります（{yen(old)}から{yen(new)}）。")
    was, now = _by_item(before), _by_item(after)
    for item in {**was, **now}:
        old, new = was.get(item, 0), now.get(item, 0)
        if _moved(old, new) > old * rule.minor_percent:
            why.append(f"「{item}」が、{rule.minor_percent}％をこえて変わります（{yen(old)}から{yen(new)}）。")
    return Minor(not why, tuple(why))


def _moved(old, new):
    """By how many yen, times a hundred: compared with a percentage of the old sum without a division."""
    return abs(new - old) * 100


def _by_item(lines):
    """{item: yen} of the expenses, equal items together."""
    found = {}
    for line in lines:
        if line.side == EXPENSE:
            found[line.item] = found.get(line.item, 0) + line.amount
    return found
