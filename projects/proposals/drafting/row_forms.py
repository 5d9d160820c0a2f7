"""目標, 実施計画, 役割分担 and 予算 of a draft: the rows of a plan, kept as typed while one of them cannot be read."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.number_fields import CountField
from projects.cycles.plan.forms import MOST_COUNT
from projects.cycles.plan.row_forms import ExpenseRow, IncomeRow, RoleRow, Row, RowSet, set_of
from projects.proposals.plan_models import PlannedGoal, PlannedStep

from .breakdown import worked_out
from .forms import keepable


class ShareRow(RoleRow):
    """A proposal says of every task who does it."""

    def clean(self):
        data = super().clean()
        if data.get("task") and not any(data.get(name) for name in ("group_part", "city_part", "other_part")) and not self.errors:
            raise ValidationError(f"「{data['task']}」を、だれが担うか書いてください。")
        return data


class GoalRow(Row):
    """What is to become better, how it is counted, and from where to where."""

    content = PlannedGoal.COLUMNS

    text = LineField(label="目標（何が、どうなるようにするか）", max_length=200, help_text="例：通学路で声をかける人をふやす")
    name = LineField(
        label="はかりかた（何を、どう数えるか）", max_length=100, help_text="例：朝の見守りに立つ人の数を、月の終わりに数える"
    )
    now = CountField(label="いまの値", required=False, most=MOST_COUNT, help_text="分からないときは、空けておきます。")
    target = CountField(label="目標の値", most=MOST_COUNT)
    unit = LineField(label="単位", max_length=20, required=False, help_text="例：人、回、世帯")

    def clean(self):
        """One unit for both numbers: that of its box, or the one that was typed behind a number."""
        data = super().clean()
        for name, label in (("now", "いまの値"), ("target", "目標の値")):
            value = data.get(name)
            unit = getattr(value, "unit", "")
            if unit and data.get("unit") and unit != data["unit"]:
                words = f"{label}は「{unit}」、単位は「{data['unit']}」になっています。どちらかにそろえてください。"
                self.add_error(name, words)
            elif unit:
                data["unit"] = unit
            data[name] = None if value is None else int(value)
        return data


class StepRow(Row):
    """When, what, who."""

    content = PlannedStep.COLUMNS

    when = LineField(label="時期", max_length=40, help_text="例：6月、7月から9月まで、毎月")
    what = LineField(label="すること", max_length=200)
    who = LineField(label="だれがするか", max_length=100, help_text="例：団体、市（道路課）、町内会")


class WorkedOut:
    """A row of money whose note is a calculation: it comes to the amount."""

    def clean(self):
        data = super().clean()
        amount, comes_to = data.get("amount"), worked_out(data.get("note") or "")
        if comes_to is not None and amount is not None and comes_to != amount:
            words = f"内訳を計算すると{comes_to:,}円ですが、金額は{amount:,}円です。どちらかを直してください。"
            self.add_error("note", words)
        return data


class DraftIncomeRow(WorkedOut, IncomeRow):
    """Income of a draft."""


class DraftExpenseRow(WorkedOut, ExpenseRow):
    """An expense, under one of the kinds of cost of its call where it has any. costs: [CallCost]."""

    cost_id = ChoiceField(label="経費の区分")
    field_order = ("item", "cost_id")

    def __init__(self, *args, costs=(), **kwargs):
        super().__init__(*args, **kwargs)
        if costs:
            words = [(str(cost.pk), cost.name if cost.counts else f"{cost.name}（対象になりません）") for cost in costs]
            self.fields["cost_id"].choices = [("", "選んでください"), *words]
        else:
            del self.fields["cost_id"]

    def clean(self):
        data = super().clean()
        if "cost_id" in data:
            data["cost_id"] = int(data["cost_id"]) if data["cost_id"] else None
        return data


class DraftRows(RowSet):
    """`unreadable`: all rows as they were typed, for a draft that cannot be read yet."""

    @property
    def unreadable(self):
        written_rows = [{name: self.data.get(form.add_prefix(name), "") for name in form.fields} for form in self.forms]
        written_rows = [row for row in written_rows if any(row.values())]
        return written_rows if all(not text or keepable(text) for row in written_rows for text in row.values()) else []


# page: {name of the rows: their set}
ROWS = {
    "plan": {"goals": set_of(GoalRow, "目標", DraftRows), "steps": set_of(StepRow, "実施計画", DraftRows)},
    "roles": {"rows": set_of(ShareRow, "役割", DraftRows)},
    "budget": {"income": set_of(DraftIncomeRow, "収入", DraftRows), "expense": set_of(DraftExpenseRow, "支出", DraftRows)},
}


def told_of(name, parts):
    """What the set of these rows is made with besides its data: the kinds of cost of the call for the expenses."""
    return {"form_kwargs": {"costs": parts.costs}} if name == "expense" else {}
