"""Rows of 役割分担 and 予算 as they are written, of a proposal and of a plan. Their limits are those of the models.

「行を追加」 and 「この行を外す」 work without a script.
"""

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.labels import ROW_SETS
from kyodo_portal.common.forms.number_fields import YenField
from kyodo_portal.common.forms.rowsets import KyodoFormSet, rowset
from kyodo_portal.common.japanese.numbers import small_int

from .models import BudgetLine, RoleShare

ROWS_MAX = 30
ROW_SETS.update({"expense": "支出", "income": "収入", "expenses": "支出", "incomes": "収入"})


def _line(model, name):
    column = model._meta.get_field(name)
    return LineField(label=column.verbose_name, max_length=column.max_length, required=not column.blank)


class Row(KyodoForm):
    """One row of a table. Emptying what is its `content` takes the row away: a choice or a tick alone is none."""

    content = ()

    def has_changed(self):
        return any(str(self[name].data or "").strip() for name in self.content)


class RoleRow(Row):
    content = RoleShare.COLUMNS

    task = _line(RoleShare, "task")
    group_part = _line(RoleShare, "group_part")
    city_part = _line(RoleShare, "city_part")
    other_part = _line(RoleShare, "other_part")


class ExpenseRow(Row):
    content = ("item", "amount", "note")

    item = _line(BudgetLine, "item")
    amount = YenField(label="金額")
    note = _line(BudgetLine, "note")


class IncomeRow(ExpenseRow):
    from_city = TickField(label="市が負担するお金", required=False)


class MoneyRow(ExpenseRow):
    """Income and expense in one table: the row says which."""

    side = ChoiceField(label="収入か支出か", choices=BudgetLine.Side.choices, initial=BudgetLine.Side.EXPENSE)
    from_city = TickField(label="市の負担（収入のとき）", required=False)
    field_order = ["side"]


class RowSet(KyodoFormSet):
    """Rows with a button that adds one and one that takes one out. `values`: the filled ones, cleaned."""

    def __init__(self, *args, **kwargs):
        kwargs["form_kwargs"] = {**kwargs.get("form_kwargs", {}), "empty_permitted": True}
        super().__init__(*args, **kwargs)

    @property
    def drop_name(self):
        """The name of the button that takes one row out; its value is the row's number from 0."""
        return f"{self.prefix}-drop"

    @property
    def values(self):
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    @classmethod
    def as_asked(cls, data, prefix, **kwargs):
        """The rows as typed, without judging them: with one more or one less, where its button was pressed. data: request.POST."""
        if f"{prefix}-add" in data:
            return cls.with_new_row(data, prefix, **kwargs)
        number = _dropped(data, prefix)
        typed = data if number is None else without_row(data, prefix, number, list(cls.form.base_fields))
        return cls.as_typed(typed, prefix, **kwargs)


def set_of(form_class, row_label, base=RowSet):
    """A RowSet class for these rows, called 「役割」 …"""
    made = rowset(form_class, extra=1, rows_max=ROWS_MAX, base=base)
    made.row_label, made.add_label = row_label, f"{row_label}の行を追加"
    return made


def row_button(data, prefixes):
    """Whether 「行を追加」 or 「この行を外す」 of one of these sets was pressed: then nothing is judged or saved."""
    return any(f"{prefix}-add" in data or _dropped(data, prefix) is not None for prefix in prefixes)


def _dropped(data, prefix):
    return small_int(data.get(f"{prefix}-drop"))


def without_row(data, prefix, number, names):
    """request.POST with one row taken out and the following ones moved up; a number that is no row changes nothing."""
    data = data.copy()
    count = small_int(data.get(f"{prefix}-TOTAL_FORMS"), 0, most=999)
    if not 0 <= number < count:
        return data
    kept = [{name: data.getlist(f"{prefix}-{row}-{name}") for name in names} for row in range(count) if row != number]
    for row in range(count):
        for name in names:
            data.pop(f"{prefix}-{row}-{name}", None)
    for row, values in enumerate(kept):
        for name, texts in values.items():
            if texts:
                data.setlist(f"{prefix}-{row}-{name}", texts)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
    return data
