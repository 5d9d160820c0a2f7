"""The application again, with nothing but what is to be put right."""

from django import forms

from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.process.correction_forms import add_replies, correction_questions, replies_in
from kyodo_portal.process.edits import ETAG
from projects.cycles.plan.row_forms import row_button

from .correctables import CORRECTABLES
from .page_forms import SETS, GrantForm, first_of, rows_of

QUESTIONS = correction_questions(CORRECTABLES)
DESPITE = "自己資金が少ないなど、気をつけることが上に出ているときだけ、わけを書いてください。"


class CorrectGrantForm(GrantForm):
    """Only what was asked for, with the stored values; each item may be answered with a reason instead."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    despite = TextField(label="気をつけることへの説明", rows=3, max_length=2000, required=False, help_text=DESPITE)

    def __init__(self, data=None, *, grant, corrections):
        first = {**first_of(grant), **grant.corrections.typed()}
        super().__init__(data, initial={**first, "version": grant.version, "despite": grant.despite})
        asked = {row.field for row in corrections}
        for name in [name for name in self.fields if name not in asked | {"version", "despite"}]:
            del self.fields[name]
        self.corrections, self.grant, self.stale = list(corrections), grant, None
        add_replies(self, self.corrections)
        self.fields["despite"] = self.fields.pop("despite")  # last: what it explains is known when all else is written

    def say_moved(self, version):
        """The city asked for more or less since the page was opened: what was typed stands, and is sent by the next press."""
        self.data = self.data.copy()
        self.data["version"] = version
        self.clear_errors()

    @property
    def answers(self):
        """What `correct` is called with, without the rows of the accounts."""
        values = {name: self.cleaned_data[name] for name in first_names(self)}
        return {"values": values, "replies": replies_in(self, self.corrections), "despite": self.cleaned_data["despite"]}


def first_names(form):
    """The names of the columns that are asked for."""
    return [name for name in GrantForm.base_fields if name in form.fields and name != ETAG]


def sets_for(grant, corrections, data):
    """{prefix: formset} of the sides of the accounts that are asked for, as typed or as stored."""
    asked = {row.field for row in corrections}
    more = {"expenses": {"form_kwargs": {"costs": grant.rule.costs.all()}}, "incomes": {}}
    made, typed = {}, grant.corrections.typed()
    for name, rows in SETS.items():
        if name not in asked:
            continue
        if data is None or not any(key.startswith(f"{name}-") for key in data):  # asked for since the page was opened
            made[name] = rows(prefix=name, initial=_first_rows(grant, name, typed), **more[name])
        elif row_button(data, SETS):
            made[name] = rows.as_asked(data, name, **more[name])
        else:
            made[name] = rows(data, prefix=name, **more[name])
    return made


def _first_rows(grant, name, typed):
    """The rows with which one side begins: as they were sent and taken back, otherwise as they stand."""
    if name not in typed:
        return rows_of(grant)[name]
    names = ("item", "cost", "source", "amount", "note")
    return [dict(zip(names, row[1:], strict=True)) for row in typed[name]]
