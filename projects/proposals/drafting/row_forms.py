"""役割分担 and 予算 of a draft: the rows of a plan, kept as typed while one of them cannot be read."""

from django.core.exceptions import ValidationError

from projects.cycles.plan.row_forms import ExpenseRow, IncomeRow, RoleRow, RowSet, set_of

from .forms import keepable


class ShareRow(RoleRow):
    """A proposal says of every task who does it."""

    def clean(self):
        data = super().clean()
        if data.get("task") and not any(data.get(name) for name in ("group_part", "city_part", "other_part")) and not self.errors:
            raise ValidationError(f"「{data['task']}」を、だれが担うか書いてください。")
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
    "roles": {"rows": set_of(ShareRow, "役割", DraftRows)},
    "budget": {"income": set_of(IncomeRow, "収入", DraftRows), "expense": set_of(ExpenseRow, "支出", DraftRows)},
}
