"""A plan is written into its year: while it is prepared, and where a change of it was allowed."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span
from kyodo_portal.common.templatetags.kyodo import jdate

from .content import DAYS, day_of, plan_of
from .models import BudgetLine, Goal, Indicator, RoleShare

BEGUN = "もう始まっています。始める日は、きょうまでの日にしてください。しばらく休むときは、担当課が「休止する」を使います。"


def refuse_days(cycle, plan):
    """ValidationError where a day of the plan lies outside its 年度, the end before the start, or the start of what goes on already
    in days to come."""
    first, last = fiscal_span(cycle.fiscal_year)
    labels = dict(zip(DAYS, ("始める日", "終える日"), strict=True))
    problems = {}
    for name, label in labels.items():
        day = day_of(plan, name)
        if day != getattr(cycle, name) and not first <= day <= last:
            problems[name] = (
                f"{label}は、{fiscal_label(cycle.fiscal_year)}（{jdate(first)}から{jdate(last)}まで）の日にしてください。"
            )
    if "starts_on" not in problems and cycle.begins_again(day_of(plan, "starts_on")):
        problems["starts_on"] = BEGUN
    if not problems and day_of(plan, "ends_on") < day_of(plan, "starts_on"):
        problems["ends_on"] = "終える日は、始める日か、それより後の日にしてください。"
    if problems:
        raise ValidationError(problems)


def write_plan(cycle, plan):
    """Make `plan` (in the shape of `plan_of`) the plan of the year, whose row is held. What was measured before and so far stays,
    also where the words of the goal change: it belongs to what is measured.
    """
    _write_goals(cycle, plan["goals"])
    for model, stored, rows in ((RoleShare, cycle.role_shares, plan["roles"]), (BudgetLine, cycle.budget_lines, plan["budget"])):
        stored.all().delete()
        for number, row in enumerate(rows):
            model.objects.create(cycle=cycle, order=number, **row)
    for name in ("goal", "city_cost", "group_cost"):
        setattr(cycle, name, plan[name])
    for name in DAYS:
        setattr(cycle, name, day_of(plan, name))
    cycle.save(update_fields=["goal", "city_cost", "group_cost", *DAYS, "updated_at"])


def _write_goals(cycle, goals):
    stood = list(Indicator.objects.filter(goal__cycle=cycle).select_related("goal"))
    measured = {(row.goal.text, row.name): _measured(row) for row in stood}
    texts, alike = {goal["text"] for goal in goals}, {}
    for row in stood:  # of a goal whose words are no more: known by its name and unit, where there is one of them
        if row.goal.text not in texts:
            alike.setdefault((row.name, row.unit), []).append(_measured(row))
    cycle.goals.all().delete()
    for order, goal in enumerate(goals):
        made = Goal.objects.create(cycle=cycle, kind=goal["kind"], text=goal["text"], order=order)
        for row in goal["indicators"]:
            found = measured.get((goal["text"], row["name"]))
            if found is None and len(same := alike.pop((row["name"], row["unit"]), ())) == 1:
                (found,) = same
            Indicator.objects.create(goal=made, **(found or {}), **row)


def _measured(indicator):
    return {name: getattr(indicator, name) for name in ("baseline", "actual", "why_unknown")}


def carry_in(cycle, change, *, by, at):
    """Write the plan that a request asks for, and say so on the request; its caller saves it.

    ValidationError where the plan is no longer the one from which the request was made.
    """
    if change.after is None:  # asked for before a request carried its plan
        return
    if plan_of(cycle) != change.before:
        raise ValidationError("申請のあとで計画が変わりました。この申請は承認できません。もう一度申請してもらってください。")
    write_plan(cycle, change.after)
    change.applied_by, change.applied_at = by, at
