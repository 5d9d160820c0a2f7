"""What is unusual about a year's money: said to whoever writes it, and beside the button by which it is agreed."""

from typing import NamedTuple

from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import yen

from .creation import income_of
from .plan.models import BudgetLine

SHARES = (("city_cost", own_words("市の負担")), ("group_cost", "団体などの負担"))


class Sums(NamedTuple):
    """Income and expense of a budget in yen."""

    income: int
    expense: int

    @property
    def doubt(self):
        """A sentence where the two differ, otherwise ""."""
        if self.income == self.expense:
            return ""
        return f"収入の合計（{yen(self.income)}）と支出の合計（{yen(self.expense)}）が違います。"


def sums_of(lines):
    """The Sums of budget lines as plain data: [{side, amount, …}]."""
    of_side = {side: sum(line["amount"] for line in lines if line["side"] == side) for side in BudgetLine.Side.values}
    return Sums(of_side[BudgetLine.Side.INCOME], of_side[BudgetLine.Side.EXPENSE])


def doubts_about_plan(stored, written):
    """[sentence] about a plan that is about to be saved: sums that differ, a share that becomes another.

    stored: plan_of the year. written: what the form says, in the same words. Where there is income, it gives the shares.
    """
    lines = [BudgetLine(**{name: line.get(name) for name in ("side", "amount", "from_city")}) for line in written["budget"]]
    from_lines = dict(zip(("city_cost", "group_cost"), income_of(lines), strict=True))
    sums = sums_of(written["budget"])
    is_whole = sums.income and sums.expense  # one side alone is a table that is still being written
    doubts = [sums.doubt if is_whole and sums != sums_of(stored["budget"]) else ""]
    for name, label in SHARES:
        new = written[name] if from_lines["city_cost"] is None else from_lines[name]
        old = next((value for value in (stored[name], written[name]) if value is not None and value != new), None)
        if old is not None:
            doubts.append(f"{label}が、{yen(old)}から{'空' if new is None else yen(new)}に変わります。")
    return [doubt for doubt in doubts if doubt]


def doubts_about_report(cycle, income, expense):
    """[sentence] about a report that is about to be handed in, against the plan. Money in yen; two queries."""
    lines = list(cycle.budget_lines.values("side", "amount"))
    shares = [getattr(cycle, name) for name, _ in SHARES]
    planned = sums_of(lines).expense or sum(share or 0 for share in shares)
    if not income and not expense:
        return [f"計画には{yen(planned)}のお金がありますが、収入と支出が入っていません。"] if planned else []
    doubts = [Sums(income, expense).doubt]
    if (lines or any(share is not None for share in shares)) and expense > planned:
        doubts.append(f"支出の合計（{yen(expense)}）が、計画（{yen(planned)}）より{yen(expense - planned)}多くなっています。")
    return [doubt for doubt in doubts if doubt]
