"""Repeated rows of a proposal: 役割分担 and 予算. 「行を追加」 and 「この行を外す」 work without a script."""

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.base import KyodoForm, KyodoFormSet, rowset
from kyodo_portal.common.forms.choice_fields import TickField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.number_fields import YenField

from .forms import keepable
from .pages import MAX_ROWS


class RoleForm(KyodoForm):
    task = LineField(label="やること", max_length=80)
    group_part = LineField(label="団体などが担うこと", max_length=200, required=False)
    city_part = LineField(label="市が担うこと", max_length=200, required=False)
    other_part = LineField(label="そのほかの人が担うこと", max_length=200, required=False)

    def clean(self):
        data = super().clean()
        if data.get("task") and not any(data.get(name) for name in ("group_part", "city_part", "other_part")) and not self.errors:
            raise ValidationError(f"「{data['task']}」を、だれが担うか書いてください。")
        return data


class ExpenseForm(KyodoForm):
    item = LineField(label="費目", max_length=60)
    amount = YenField(label="金額")
    note = LineField(label="内訳・説明", max_length=200, required=False)


class IncomeForm(ExpenseForm):
    from_city = TickField(label="市が負担するお金", required=False)


class RowSet(KyodoFormSet):
    """Rows with a button that takes a row out. `values`: the filled rows; `typed`: all rows as typed, while one is unreadable."""

    @property
    def drop_name(self):
        """The name of the button that takes one row out; its value is the row's number from 0."""
        return f"{self.prefix}-drop"

    @property
    def values(self):
        return [form.cleaned_data for form in self.forms if form.cleaned_data]

    @property
    def typed(self):
        rows = [{name: self.data.get(form.add_prefix(name), "") for name in form.fields} for form in self.forms]
        rows = [row for row in rows if any(row.values())]
        return rows if all(not text or keepable(text) for row in rows for text in row.values()) else []


class RoleRows(RowSet):
    row_label, add_label = "役割", "役割の行を追加"


class IncomeRows(RowSet):
    row_label, add_label = "収入", "収入の行を追加"


class ExpenseRows(RowSet):
    row_label, add_label = "支出", "支出の行を追加"


ROLE_ROWS = rowset(RoleForm, extra=1, rows_max=MAX_ROWS, base=RoleRows)
INCOME_ROWS = rowset(IncomeForm, extra=1, rows_max=MAX_ROWS, base=IncomeRows)
EXPENSE_ROWS = rowset(ExpenseForm, extra=1, rows_max=MAX_ROWS, base=ExpenseRows)
# page: {name of the rows: (formset class, the form's fields)}
ROWS = {"roles": {"rows": ROLE_ROWS}, "budget": {"income": INCOME_ROWS, "expense": EXPENSE_ROWS}}


def without_row(data, prefix, number, names):
    """request.POST with one row taken out and the following ones moved up; a number that is no row changes nothing."""
    data = data.copy()
    count = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not (count.isascii() and count.isdigit() and len(count) < 4 and 0 <= number < int(count)):
        return data
    kept = [{name: data.getlist(f"{prefix}-{row}-{name}") for name in names} for row in range(int(count)) if row != number]
    for row in range(int(count)):
        for name in names:
            data.pop(f"{prefix}-{row}-{name}", None)
    for row, values in enumerate(kept):
        for name, texts in values.items():
            if texts:
                data.setlist(f"{prefix}-{row}-{name}", texts)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
    return data
