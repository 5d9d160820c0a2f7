"""計画: goals with their indicators, roles, money, as both sides write them."""

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.doubts import DoubtingForm
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .content import DAYS, day_of
from .models import Goal
from .row_forms import MoneyRow, RoleRow, Row, row_button, set_of

MOST_COUNT = 2_000_000_000  # what the column of a count holds on PostgreSQL


class PlanForm(DoubtingForm, EditForm):
    """The part of the plan that stands once; the rows are formsets beside it."""

    starts_on = JaDateField(label="始める日", required=False)
    ends_on = JaDateField(label="終える日", required=False, help_text="年度のうちの日を入れます。例：令和9年3月31日")
    goal = TextField(label="この年度の目標", max_length=1000, rows=4, help_text="1年のあとに、だれが、どうなっていればよいか。")
    city_cost = YenField(label="市の負担", required=False, help_text="下の予算に行があれば、そこから計算します。")
    group_cost = YenField(label="団体などの負担", required=False)


class GoalRow(Row):
    """A goal with one indicator; rows with the same goal are one goal with several indicators."""

    content = ("text", "name", "unit", "target")

    kind = ChoiceField(label="種類", choices=Goal.Kind.choices, initial=Goal.Kind.OUTCOME)
    text = LineField(label="目標", max_length=200)
    name = LineField(label="指標（何で測るか）", max_length=100, required=False)
    target = CountField(label="目標の値", required=False, most=MOST_COUNT)
    unit = LineField(label="単位", max_length=20, required=False, help_text="例：人、回、世帯")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name") and "target" in cleaned and cleaned["target"] is None:
            self.add_error("target", "目標の値を入れてください。")
        unit = getattr(cleaned.get("target"), "unit", "")
        if unit and not cleaned.get("unit"):
            cleaned["unit"] = unit
        elif unit and unit != cleaned["unit"]:
            self.add_error(
                "target", f"目標の値は「{unit}」、単位は「{cleaned['unit']}」になっています。どちらかにそろえてください。"
            )
        if cleaned.get("target") is not None and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "指標（何で測るか）を入れてください。")
        return cleaned


SETS = {"goals": set_of(GoalRow, "目標"), "roles": set_of(RoleRow, "役割"), "money": set_of(MoneyRow, "予算")}


def plan_forms(plan, etag, data=None, *, form_class=PlanForm, initial=None, needs_goal=True):
    """(form, {prefix: formset}) of the plan page; `data` is what was posted, with one row more or less where that was asked for.

    needs_goal: False where the two sides agree on days alone, as in a pact (`Cycle.needs_goal`).
    """
    days = {name: day_of(plan, name) for name in DAYS}
    form = form_class(data, initial={**plan, **days, ETAG: etag, **(initial or {})})
    form.fields["goal"].required = needs_goal
    first = {"goals": _goal_rows(plan), "roles": plan["roles"], "money": plan["budget"]}
    if data is None:
        return form, {prefix: made(prefix=prefix, initial=first[prefix]) for prefix, made in SETS.items()}
    if row_button(data, SETS):
        return form.clear_errors(), {prefix: made.as_asked(data, prefix) for prefix, made in SETS.items()}
    return form, {prefix: made(data, prefix=prefix) for prefix, made in SETS.items()}


def _goal_rows(plan):
    goal_rows = []
    for goal in plan["goals"]:
        for measure in goal["indicators"] or [{}]:
            goal_rows.append({"kind": goal["kind"], "text": goal["text"], **measure})
    return goal_rows
