"""A 年度 in the admin is 令和8年度, as on every page, and not the number that its column keeps: in lists, in what narrows them, in lines
that are only read (templatetags/admin_rows.py, admin_lines.py).
"""

from django.contrib.admin import AllValuesFieldListFilter, FieldListFilter

from kyodo_portal.common.japanese.dates import fiscal_label

YEAR = "fiscal_year"  # the name of every such column


class FiscalYearFilter(AllValuesFieldListFilter):
    """The years that rows have, the newest first."""

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        self.lookup_choices = self.lookup_choices.order_by(f"-{field.name}")

    def choices(self, changelist):
        years = {str(year): fiscal_label(year) for year in self.lookup_choices if year is not None}
        for choice in super().choices(changelist):
            yield {**choice, "display": years.get(str(choice["display"]), choice["display"])}


FieldListFilter.register(lambda field: field.name == YEAR, FiscalYearFilter, take_priority=True)
