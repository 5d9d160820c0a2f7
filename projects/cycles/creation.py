"""How a year's collaboration begins: its row, and the plan that it takes over."""

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.plan.models import BudgetLine, Goal, Indicator, RoleShare
from projects.specs.lookup import spec_in_use, spec_of_adopted
from projects.specs.models import ADOPTED, BEFORE

from .current_actions import refresh_current_cycle
from .models import Cycle
from .workflow import CYCLE


def new_cycle(project, year, *, starts_on=None, ends_on=None, spec=None, only_record=False, **values):
    """The cycle of `project` in a fiscal year, in its first state. Dates outside the year are cut to it; none: the whole year.

    spec: the 形態の決めごと by which it goes, None: the one in use (`spec_of`). only_record: whatever that says, nobody has to do
    anything. values: more columns. What is a record or needs no agreement is noted by `note_as_it_is` or by the clock.
    """
    first, last = fiscal_span(year)
    starts, ends = max(starts_on or first, first), min(ends_on or last, last)
    if starts > ends:  # the wish lies outside the year altogether
        starts, ends = first, last
    made = Cycle.objects.create(
        project=project,
        fiscal_year=year,
        status=CYCLE.start,
        starts_on=starts,
        ends_on=ends,
        spec=spec or spec_of(project),
        only_record=only_record,
        **values,
    )
    refresh_current_cycle(project.pk)
    sync_tasks(made)
    return made


def spec_of(project):
    """The FormSpec by which a new year of this entry begins: what came out of a proposal goes on as that, whatever its form, until
    見直し gave it another form. Two queries at most.
    """
    others = project.cycles.exclude(spec__code__in=(ADOPTED, BEFORE))
    if project.proposal_id is not None and not others.exists():
        return spec_of_adopted()
    return spec_in_use(project.form)


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


def copy_goals(planned, cycle):
    """The goals of a proposal (rows of PlannedGoal) as the first goals of its year, each with its indicator: both sides go on from them."""
    for row in planned:
        goal = Goal.objects.create(cycle=cycle, text=row.text, order=row.order)
        Indicator.objects.create(goal=goal, name=row.name, unit=row.unit, baseline=row.now, target=row.target)
