"""見直し is decided: the year closes, and the next one begins where it goes on."""

from django.core.exceptions import ValidationError

from projects.cycles.creation import copy_plan, new_cycle
from projects.cycles.plan.models import Goal, Indicator
from projects.entries.search import refresh_search

from .models import Improvement

Outcome = Improvement.Outcome


def check_outcome(cycle, *, outcome, why="", next_plan="", new_form=None, **_):
    """What 見直し must say: what changes, if something does; the new form, if the form does."""
    problems = {}
    if not why.strip():
        problems["why"] = "理由を書いてください。"
    if outcome in (Outcome.IMPROVE, Outcome.CHANGE_FORM) and not next_plan.strip():
        problems["next_plan"] = "次に変えることを書いてください。"
    if outcome == Outcome.CHANGE_FORM and new_form is None:
        problems["new_form"] = "新しい形態を選んでください。"
    if problems:
        raise ValidationError(problems)


def close(cycle, *, by, outcome, why, next_plan="", new_form=None, **_):
    Improvement.objects.create(cycle=cycle, outcome=outcome, why=why, next_plan=next_plan, by=by)
    project = cycle.project
    if outcome == Outcome.CHANGE_FORM and new_form is not None:
        project.form = new_form
        project.save(update_fields=["form", "updated_at"])
        refresh_search(project)
    if outcome in Improvement.GOES_ON and not project.cycles.filter(fiscal_year__gt=cycle.fiscal_year).exists():
        _next_year(cycle)


def _next_year(cycle):
    """Next fiscal year's cycle: goals, roles and money of this one are where its plan starts from."""
    following = new_cycle(
        cycle.project, cycle.fiscal_year + 1, goal=cycle.goal, city_cost=cycle.city_cost, group_cost=cycle.group_cost
    )
    copy_plan(cycle, following)
    for goal in cycle.goals.all():
        copy = Goal.objects.create(cycle=following, kind=goal.kind, text=goal.text, order=goal.order)
        for row in goal.indicators.all():
            Indicator.objects.create(goal=copy, name=row.name, unit=row.unit, target=row.target)
