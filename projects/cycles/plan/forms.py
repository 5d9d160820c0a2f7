"""計画: goals with their indicators, roles, money, as both sides write them."""

from kyodo_portal.common.forms.base import KyodoForm, KyodoFormSet, rowset
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .models import BudgetLine, Goal

MOST_COUNT = 2_000_000_000  # what the column of a count holds on PostgreSQL


class PlanForm(EditForm):
    """The part of the plan that stands once; the rows are formsets beside it."""

    goal = TextField(label="この年度の目標", max_length=1000, rows=4, help_text="1年のあとに、だれが、どうなっていればよいか。")
    city_cost = YenField(
        label="市の負担", required=False, most=MOST_COUNT, help_text="下の予算に行があれば、そこから計算します。"
    )
    group_cost = YenField(label="団体などの負担", required=False, most=MOST_COUNT)


class Row(KyodoForm):
    """One row of a table. Emptying all of it takes the row away: a choice alone is no content."""

    content = ()

    def has_changed(self):
        return any(str(self[name].data or "").strip() for name in self.content)


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
        if cleaned.get("target") is not None and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "指標（何で測るか）を入れてください。")
        return cleaned


class RoleRow(Row):
    content = ("task", "group_part", "city_part", "other_part")

    task = LineField(label="やること", max_length=80)
    group_part = LineField(label="団体などが担うこと", max_length=200, required=False)
    city_part = LineField(label="市が担うこと", max_length=200, required=False)
    other_part = LineField(label="そのほかの人が担うこと", max_length=200, required=False)


class MoneyRow(Row):
    content = ("item", "amount", "note")

    side = ChoiceField(label="収入か支出か", choices=BudgetLine.Side.choices, initial=BudgetLine.Side.EXPENSE)
    item = LineField(label="費目", max_length=60)
    amount = YenField(label="金額", most=MOST_COUNT)
    note = LineField(label="内訳・説明", max_length=200, required=False)
    from_city = TickField(label="市の負担（収入のとき）", required=False)


class PlanRows(KyodoFormSet):
    """Rows as typed, without the empty ones."""

    def __init__(self, *args, **kwargs):
        kwargs["form_kwargs"] = {**kwargs.get("form_kwargs", {}), "empty_permitted": True}
        super().__init__(*args, **kwargs)

    @property
    def rows(self):
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def _rows(form_class, name, adding):
    made = rowset(form_class, extra=1, rows_max=30, base=PlanRows)
    made.row_label, made.add_label = name, adding
    return made


GoalRows = _rows(GoalRow, "目標", "目標の行を追加")
RoleRows = _rows(RoleRow, "役割", "役割の行を追加")
MoneyRows = _rows(MoneyRow, "予算", "予算の行を追加")
SETS = {"goals": GoalRows, "roles": RoleRows, "money": MoneyRows}


def plan_forms(plan, etag, data=None):
    """(form, {prefix: formset}) of the plan page; `data` is what was posted, with one more row where that was asked for."""
    form = PlanForm(data, initial={**plan, ETAG: etag})
    first = {"goals": _goal_rows(plan), "roles": plan["roles"], "money": plan["budget"]}
    if data is None:
        return form, {prefix: made(prefix=prefix, initial=first[prefix]) for prefix, made in SETS.items()}
    adding = asked_for_row(data)
    sets = {}
    for prefix, made in SETS.items():
        sets[prefix] = made.with_new_row(data, prefix) if prefix == adding else made(data, prefix=prefix)
    if adding:
        for one in (form, *(row for made in sets.values() for row in made.forms)):
            one.quiet()
    return form, sets


def asked_for_row(data):
    """The formset whose 「行を追加」 was pressed, or None."""
    return next((prefix for prefix in SETS if f"{prefix}-add" in data), None)


def _goal_rows(plan):
    rows = []
    for goal in plan["goals"]:
        for measure in goal["indicators"] or [{}]:
            rows.append({"kind": goal["kind"], "text": goal["text"], **measure})
    return rows
