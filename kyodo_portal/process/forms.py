"""The confirm page's form: one field per question that the table's row asks."""

import datetime
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.three_way import compare
from kyodo_portal.common.forms.typed import in_words
from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.own_words import own_words

from .edits import ETAG
from .now_words import ITS_PEOPLE
from .readings import ReadField, ReadingForm, carried, reading_of
from .reason_forms import ExampleForm, boxes_of, offer_examples

WORKING_DAYS_TO_CORRECT = 10


def _reason(subject):
    return TextField(
        label="理由", max_length=2000, help_text="相手にそのまま伝わります。何を、なぜ、どうすればよいかを書いてください。"
    )


def _public_reason(subject):
    """What everybody reads beside the fact that something stopped; the reason beside it is for the people of the matter."""
    return TextField(
        label="公開する理由",
        rows=3,
        max_length=1000,
        help_text="公開のページに出ます。人の名前や、団体の中の事情は書かないでください。",
    )


def _due(subject):
    return JaDateField(
        label="期限",
        earliest=timezone.localdate,
        latest=lambda: timezone.localdate() + datetime.timedelta(days=366),
        initial=lambda: add_working_days(timezone.localdate(), WORKING_DAYS_TO_CORRECT),
    )


def _document_number(subject):
    return LineField(label="文書番号", max_length=40, help_text="決裁の文書番号を書き写してください。例：観交第123号")


def _past_day(label):
    return lambda subject: JaDateField(label=label, latest=timezone.localdate, initial=timezone.localdate)


# Questions that every process knows; a process names its own in the column `questions`.
COMMON = {
    "reason": _reason,
    "public_reason": _public_reason,
    "due": _due,
    "document_number": _document_number,
    "decided_on": _past_day("決裁日"),
    "agreed_on": _past_day("合意した日"),
}


STAYS = "この画面を開いたあとに、ここが直されました。このまま保存しても、こちらが残ります"


class EditForm(KyodoForm):
    """A form over a text that others may be writing too: it carries the token of what it was opened with (edits.etag_of).

    http_status: of the page that shows it, 409 once somebody else's words stand beside what was typed.
    """

    http_status = 200

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[ETAG] = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
        set_error_messages(self.fields[ETAG])

    def overtaken(self, message, etag, now):
        """Say that somebody saved meanwhile, and at its field each value that stands now; sent again, it is written over.

        now: {name: value} of what reads otherwise than what was sent; etag: of all that stands now.
        """
        self.add_error(None, message)
        for name in self.fields:
            if name in now:
                self.add_error(name, f"いまの内容：{in_words(self.fields[name], now[name])}")
        return self.knowing(etag)

    def show_conflict(self, error):
        """The same for an EditConflict of single fields: what both sides wrote is to be compared, what others alone wrote will stay."""
        self.http_status = 409
        self.add_error(None, str(error))
        for names, says in ((error.clash, "いまの内容"), (error.kept, STAYS)):
            for box, value in self.boxes_of(names, error.stored).items():
                self.add_error(box, f"{says}：{in_words(self.fields[box], value)}")
        return self if error.etag is None else self.knowing(error.etag)

    def boxes_of(self, names, stored):
        """{box: value of it} in which the page shows these stored values; a form whose boxes are no columns says so itself."""
        return {name: stored[name] for name in self.fields if name in names}

    def labels_kept(self, now, sent):
        """[label] of what others wrote since the page was opened and this save left standing. now, sent: {name: value}, after the save."""
        found = compare(self.data.get(self.add_prefix(ETAG), ""), now, sent)
        return [str(self.fields[box].label) for box in self.boxes_of(found.kept, now)]

    def knowing(self, etag):
        """The same form as typed, which now has seen the newer state: sending it again is a choice and no accident."""
        self.data, self.http_status = self.data.copy(), 409
        self.data[self.add_prefix(ETAG)] = etag
        return self


class QuestionGroup(NamedTuple):
    """A question that several fields answer together.

    collect(cleaned_data): the answer; a ValidationError stands at the first field. lead: what to do, above the fields.
    """

    fields: dict
    collect: object
    lead: str = ""


class StepForm(ReadingForm, ExampleForm, KyodoForm):
    """Carries the version at which the page was read; `step_form` adds what the row asks."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    row = None
    groups = {}  # {question: QuestionGroup}

    @property
    def leads(self):
        """What stands above the fields."""
        return [group.lead for group in self.groups.values() if group.lead]

    def clean(self):
        cleaned = super().clean()
        for name, group in self.groups.items():
            try:
                cleaned[name] = group.collect(cleaned)
            except ValidationError as error:
                self.add_error(next(iter(group.fields), None), error)
        return cleaned

    @property
    def answers(self):
        """What the action is called with: everything asked, without the version."""
        return {name: self.cleaned_data.get(name) for name in self.row.questions}


FROM_GROUP = own_words("市の担当が読みます。短くてかまいません。")
FROM_PAPER = "紙や電話で聞いた理由を、そのまま写してください。"
UNTOLD = "まだだれにも知らせていないので、書かなくてもかまいません。"
WHY_TAKEN_BACK = "何をまちがえたのかを書いてください。すでに知らせた人がいるときは、その人にそのまま伝わります。"


def _speak_to(field, row, subject, user):
    """The question for the reason says to whoever presses who will read it; it is answered freely where a step is taken back of which
    nobody was told yet."""
    if row.is_undo:
        field.required = not subject.is_untold
        field.help_text = WHY_TAKEN_BACK if field.required else UNTOLD
        return
    roles = subject.process.roles_of(user, subject) & {*row.roles} if user else set()
    if roles & ITS_PEOPLE:
        field.help_text = FROM_GROUP
    elif "filer" in roles:
        field.help_text = FROM_PAPER


def step_form(row, subject, *, data=None, first=None, user=None):
    """The form of one step of one matter: a field per question of the table's row; the process's own go before the common ones,
    and what it asks at this step alone (「correct.reason」) before both. first: {question: what stands in its field at first}. user: who
    reads it, None for whoever works for the city.
    """
    makers = {**COMMON, **subject.process.own_questions}
    asked = {name: makers.get(f"{row.name}.{name}", makers[name])(subject) for name in row.questions}
    if "reason" in asked and f"{row.name}.reason" not in makers:
        _speak_to(asked["reason"], row, subject, user)
    groups = {name: made for name, made in asked.items() if isinstance(made, QuestionGroup)}
    fields = {}
    for name, made in asked.items():
        fields |= made.fields if name in groups else {name: made}
    reading = reading_of(subject.process.hook(row.name), subject)
    if reading is not None:
        fields[ETAG] = ReadField()
    form_class = type("StepForm", (StepForm,), {**fields, "row": row, "groups": groups, "buttons": [("take", row.label, "")]})
    form = form_class(data, initial={**(first or {}), "version": subject.version, ETAG: carried(reading)})
    return offer_examples(form, subject.process.key, row.name, boxes_of(row, form.fields))
