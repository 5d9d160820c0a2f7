"""Repeated rows of a form: drawn one below the other, one more by a button, without a script."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT

from kyodo_portal.common.japanese.numbers import small_int

UNCOUNTED = "行の数を読み取れませんでした。入れた内容は、下に残っています。見直して、もう一度送ってください。"


class CountedRows:
    """For a formset: where the number of rows came along unreadable, or fewer than the rows that came, none of them is lost.

    They all come back under one sentence, and sent once more they are taken. Without it Django reads no row at all, or leaves out the last
    ones without a word; and rows that stand already would be added a second time where their number is said too low.
    """

    uncounted = False  # whether the page said another number of rows than it sent

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._count_rows()

    def _count_rows(self):
        names = f"{self.prefix}-{TOTAL_FORM_COUNT}", f"{self.prefix}-{INITIAL_FORM_COUNT}"
        said = [small_int(self.data.get(name), -1, most=9999) for name in names]
        sent = self._rows_sent()
        if said[0] >= sent[0] and said[1] >= sent[1]:
            return
        self.uncounted, self.data = True, self.data.copy()
        for name, number, least in zip(names, said, sent, strict=True):
            self.data[name] = str(max(number, least))

    def _rows_sent(self):
        """(rows in which something stands, as many of them as have a key): at least so many there were."""
        row = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-(.+)")
        found = [(int(match[1]), match[2]) for name, value in self.data.items() if value and (match := row.fullmatch(name))]
        key = getattr(getattr(self, "model", None), "_meta", None)
        known = {number for number, name in found if key and name == key.pk.name}
        return max((number + 1 for number, _ in found), default=0), len(known)

    def full_clean(self):
        super().full_clean()
        if self.uncounted:
            self._non_form_errors.append(ValidationError(UNCOUNTED, code="uncounted"))


class KyodoFormSet(CountedRows, forms.BaseFormSet):
    """Repeated rows (役割分担, 予算): drawn by templates/kyodo/rows.html, 「行を追加」 works without a script."""

    default_error_messages = {
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
