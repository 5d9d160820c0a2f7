"""見直し is decided: the year closes, and the next one begins where it goes on."""

from django.core.exceptions import ValidationError

from kyodo_portal.process.task_actions import forget_tasks
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


def keep_before_close(cycle, **_):
    """What taking 見直し back needs: the form before, and whether there was a next year already."""
    return {"form": cycle.project.form_id, "following": cycle.next_year is not None}


def reopen(cycle, *, undone, **_):
    """見直し was closed by mistake: its outcome, the form that came of it and the next year that it began are gone again."""
    Improvement.objects.filter(cycle=cycle).delete()
    cycle._state.fields_cache.pop("improvement", None)
    project, following = cycle.project, cycle.next_year
    if project.form_id != undone.kept["form"]:
        project.form_id = undone.kept["form"]
        project.save(update_fields=["form", "updated_at"])
        refresh_search(project)
    if following is not None and not undone.kept["following"]:
        forget_tasks(following)
        following.delete()


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
