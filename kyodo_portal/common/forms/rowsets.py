"""Repeated rows of a form: drawn one below the other, one more by a button, without a script."""

from django import forms

from kyodo_portal.common.japanese.numbers import small_int


class KyodoFormSet(forms.BaseFormSet):
    """Repeated rows (役割分担, 予算): drawn by templates/kyodo/rows.html, 「行を追加」 works without a script."""

    default_error_messages = {
        "missing_management_form": "画面を開き直して、もう一度送ってください。",
        "too_many_forms": "行は%(num)d行までにしてください。",
        "too_few_forms": "%(num)d行以上入れてください。",
    }
    add_label = "行を追加"
    row_label = "行"

    @property
    def add_name(self):
        """The name of the button that asks for one more row."""
        return f"{self.prefix}-add"

    @property
    def error_list(self):
        first = self.forms[0].first_target if self.forms else f"id_{self.prefix}-TOTAL_FORMS"
        errors = [(first, message) for message in self.non_form_errors()]
        numbered = enumerate(self.forms, start=1)
        return errors + [(to, f"{self.row_label} {row}：{message}") for row, form in numbered for to, message in form.error_list]

    @classmethod
    def as_typed(cls, data, prefix, **kwargs):
        """The rows as typed, without judging them."""
        formset = cls(data, prefix=prefix, **kwargs)
        formset._errors = [{} for _ in formset.forms]
        formset._non_form_errors = formset.error_class()
        for form in formset.forms:
            form.clear_errors()
        return formset

    @classmethod
    def with_new_row(cls, data, prefix, **kwargs):
        """The formset as typed plus one empty row, without errors. data: request.POST."""
        data = data.copy()
        name = f"{prefix}-TOTAL_FORMS"
        data[name] = str(small_int(data.get(name), 0, most=9999) + 1)
        return cls.as_typed(data, prefix, **kwargs)


def rowset(form_class, *, extra=1, rows_max=30, rows_min=0, base=KyodoFormSet):
    """A KyodoFormSet class for form_class with limits on the number of rows."""
    return forms.formset_factory(
        form_class,
        formset=base,
        extra=extra,
        max_num=rows_max,
        absolute_max=rows_max,
        min_num=rows_min,
        validate_max=True,
        validate_min=bool(rows_min),
    )
