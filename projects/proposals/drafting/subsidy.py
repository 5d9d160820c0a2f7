"""The money of a draft: both sides, what the city may bear by the rule of its call, and what the group has to bring itself."""

from typing import NamedTuple

from projects.calls.support import Part, compute, eligible_total
from projects.cycles.plan.models import BudgetLine

Side = BudgetLine.Side


class Money(NamedTuple):
    """A budget in yen. `asked`: what the group wants of the city; `most`: what the call's rule comes to, None where it has none;
    `parts`: the steps to it; `own`: what is not asked of the city.
    """

    income: int
    expense: int
    asked: int
    most: int | None
    parts: tuple[Part, ...]

    @property
    def own(self):
        return max(self.expense - self.asked, 0)


def money_of(call, parts):
    """The Money of a draft with these parts. No query."""
    computed = compute(call, eligible_total(_expenses(parts))) if has_rule(call, parts) else None
    return Money(
        income=parts.total(Side.INCOME),
        expense=parts.total(Side.EXPENSE),
        asked=parts.total(Side.INCOME, of_city=True),
        most=computed.amount if computed else None,
        parts=computed.parts if computed else (),
    )


def has_rule(call, parts):
    """Whether the call says how the city's share is figured out of the costs: a rate, or which costs count."""
    return call.rate_num is not None or bool(parts.costs)


def _expenses(parts):
    """(yen, whether it counts, its most in percent): one a kind of cost, without kinds one for all. What has no kind yet does not count."""
    if not parts.costs:
        return [(parts.total(Side.EXPENSE), True, None)]
    sums = dict.fromkeys((cost.pk for cost in parts.costs), 0)
    for line in parts.lines:
        if line.side == Side.EXPENSE and line.cost_id in sums:
            sums[line.cost_id] += line.amount
    return [(sums[cost.pk], cost.counts, cost.share_max_percent) for cost in parts.costs]
