"""見直し is decided: the year closes, and the next one begins where it goes on."""

from django.core.exceptions import ValidationError

from kyodo_portal.process.task_actions import forget_tasks
from projects.cycles.creation import copy_plan, new_cycle
from projects.cycles.frozen import frozen_lists_of
from projects.cycles.plan.models import Goal, Indicator
from projects.entries.amends import refuse_unamended
from projects.entries.search import refresh_search
from projects.specs.lookup import spec_in_use

from .carried_models import CarryOver
from .models import Improvement

Outcome = Improvement.Outcome
TICK = ("cycle_id", "outcome", "note", "side", "by_id")  # what a later year had said of what was decided


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
        _next_year(cycle, spec_in_use(new_form) if outcome == Outcome.CHANGE_FORM else None)


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


def refuse_behind_the_list(cycle, *, amends=(), **_):
    """A frozen list of this year says what 見直し decided: whoever decides anew says that the list is put right."""
    refuse_unamended(frozen_lists_of(cycle), amends)


def keep_review(cycle, **_):
    """What taking 「完了を取り消す」 back needs: what 見直し had decided."""
    row = cycle.improvement
    return {
        "pk": row.pk,
        "outcome": row.outcome,
        "why": row.why,
        "next_plan": row.next_plan,
        "by": row.by_id,
        "at": row.at.isoformat(),
        "tick": CarryOver.objects.filter(improvement=row).values(*TICK).first(),
    }


def review_anew(cycle, **_):
    """What was decided does not hold any more and is decided anew; a next year that has begun meanwhile stays."""
    Improvement.objects.filter(cycle=cycle).delete()
    cycle._state.fields_cache.pop("improvement", None)


def review_as_it_was(cycle, *, undone, **_):
    """It was right after all: what had been decided holds again."""
    kept = undone.kept
    made = Improvement.objects.create(
        pk=kept["pk"], cycle=cycle, outcome=kept["outcome"], why=kept["why"], next_plan=kept["next_plan"], by_id=kept["by"]
    )
    Improvement.objects.filter(pk=made.pk).update(at=kept["at"])
    if tick := kept.get("tick"):
        CarryOver.objects.create(improvement=made, **tick)


def _next_year(cycle, spec):
    """Next fiscal year's cycle: goals, roles and money of this one are where its plan starts from."""
    following = new_cycle(
        cycle.project,
        cycle.fiscal_year + 1,
        spec=spec,
        goal=cycle.goal,
        city_cost=cycle.city_cost,
        group_cost=cycle.group_cost,
    )
    copy_plan(cycle, following)
    for goal in cycle.goals.all():
        copy = Goal.objects.create(cycle=following, kind=goal.kind, text=goal.text, order=goal.order)
        for row in goal.indicators.all():
            Indicator.objects.create(goal=copy, name=row.name, unit=row.unit, baseline=row.baseline, target=row.target)
