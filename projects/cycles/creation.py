"""How a year's collaboration begins: its row, and the plan that it takes over."""

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.plan.models import BudgetLine, RoleShare

from .current_actions import refresh_current_cycle
from .models import Cycle
from .workflow import CYCLE


def new_cycle(project, year, *, starts_on=None, ends_on=None, **values):
    """The cycle of `project` in a fiscal year, in its first state. Dates outside the year are cut to it; none: the whole year."""
    first, last = fiscal_span(year)
    starts, ends = max(starts_on or first, first), min(ends_on or last, last)
    if starts > ends:  # the wish lies outside the year altogether
        starts, ends = first, last
    made = Cycle.objects.create(project=project, fiscal_year=year, status=CYCLE.start, starts_on=starts, ends_on=ends, **values)
    refresh_current_cycle(project.pk)
    sync_tasks(made)
    return made


def income_of(lines):
    """(the city's share, the others' share) in yen of the income lines; (None, None) where there are none."""
    incomes = [line for line in lines if line.side == BudgetLine.Side.INCOME]
    if not incomes:
        return None, None
    return sum(line.amount for line in incomes if line.from_city), sum(line.amount for line in incomes if not line.from_city)


def copy_plan(source, cycle):
    """Role shares and budget lines of a proposal or of last year's cycle, as this cycle's starting point."""
    for model, source_rows in ((RoleShare, source.role_shares), (BudgetLine, source.budget_lines)):
        for row in source_rows.all():
            model.objects.create(cycle=cycle, order=row.order, **{name: getattr(row, name) for name in model.COLUMNS})
