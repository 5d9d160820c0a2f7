"""The pages of a draft as forms, and what is promised when it is sent."""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.base import KyodoForm, add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, ModelMultipleChoiceField, TickField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField, UploadField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.common.forms.validators import clean_text
from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span
from kyodo_portal.common.japanese.numbers import Counted, small_int
from kyodo_portal.common.lists.search import matching
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.correction_forms import add_replies, replies_in
from kyodo_portal.process.readings import ReadField, ReadingForm
from partners.directory.standing import Standing
from partners.models import Partner
from projects.calls.offices import departments
from projects.calls.question_models import Question
from projects.calls.theme_models import CallTheme

from .pages import NAMES_CHANGED, promises_of

Kind = Question.Kind
LONGEST_KEPT = 20_000  # characters of an unreadable input that are kept; longer ones are only shown again
FOUND_MAX = 20


class PageForm(KyodoForm):
    """One page of a draft. `lenient`: 「下書きを保存して終える」 does not ask for what is still empty.

    hanging: the page's Questions that hang on another's answer; answers: {question id: text} as stored.
    After is_valid(): `values` is what may be stored, `unreadable` what could not be read and is kept as it was typed.
    """

    def __init__(self, data=None, *, fields, lenient=False, hanging=(), answers=None, **kwargs):
        self.lenient, self.hanging, self.answers = lenient, hanging, answers or {}
        super().__init__(data, **kwargs)
        self.fields.update(fields)
        for field in self.fields.values():
            set_error_messages(field)
            add_css_class(field.widget)

    def clean(self):
        """What hangs on the answer to another question is needed where that answer was given, on this page or before."""
        data = super().clean()
        typed = {int(name[1:]): answer_text(value) for name, value in data.items() if name[:1] == "q" and name[1:].isdigit()}
        for question in self.hanging:
            asked = question.required and question.is_asked(self.answers | typed)
            if asked and question.name in self.fields and question.name not in self.errors and not data.get(question.name):
                message = f"「{question.only_if.label}」への答えから、ここも要ります。{question.label}を入れてください。"
                self.add_error(question.name, ValidationError(message, code="required"))
        return data

    def full_clean(self):
        super().full_clean()
        for name in list(self._errors or {}):
            if name not in self.fields or all(error.code == "required" for error in self._errors[name].as_data()):
                self.cleaned_data.setdefault(
                    name, self.fields[name].empty_value if hasattr(self.fields.get(name), "empty_value") else None
                )
                if self.lenient:
                    del self._errors[name]

    @property
    def broken(self):
        """The names of fields whose text could not be read (not: that are empty)."""
        return [
            name
            for name, errors in self.errors.as_data().items()
            if name in self.fields and any(error.code != "required" for error in errors)
        ]

    @property
    def values(self):
        return {name: as_stored(name, self.cleaned_data.get(name)) for name in self.fields if name not in self.broken}

    @property
    def unreadable(self):
        raw = {name: self.data.get(self.add_prefix(name), "") for name in self.broken}
        return {name: text for name, text in raw.items() if keepable(text)}


def keepable(text):
    """May this raw text be kept in the draft? Not what no person can see, not what is far too long."""
    try:
        return len(text) <= LONGEST_KEPT and bool(clean_text(text, multiline=True))
    except ValidationError:
        return False


def as_stored(name, value):
    """A cleaned value in the shape of `pages.stored_of`: answers as text, rows by their key, sets of rows sorted."""
    if name[:1] == "q" and name[1:].isdigit():
        return answer_text(value)
    if hasattr(value, "pk"):
        return value.pk
    if hasattr(value, "model"):
        return sorted(row.pk for row in value)
    return value


LATER = "空けたまま送れます。審査に進むまでに要ります。"


def question_field(question):
    """The form field of one question; what it gives back is the text to store. One that an answer makes necessary says so at its label."""
    field = _question_field(question)
    if question.only_if_id and question.required:
        field.mark = "答えによって必須"
    return field


def _question_field(question):
    hint = question.help_text
    if question.only_if_id:
        hint = f"「{question.only_if.label}」に「{question.only_if_answer}」と答えたときに書いてください。{hint}"
    if question.later:
        hint = f"{LATER}{hint}"
    if question.public_principle:
        hint = f"{hint}手引きの「{question.principle.title}」につながる質問です。"
    words = {"label": question.label, "help_text": hint, "required": question.required and not question.only_if_id}
    limit = question.max_length
    if question.kind == Kind.CHOICE:
        return ChoiceField(choices=[(option, option) for option in question.options], widget=forms.RadioSelect, **words)
    if question.kind == Kind.YEN:
        return YenField(**words)
    if question.kind == Kind.COUNT:
        return CountField(**words)
    if question.kind == Kind.DATE:
        return JaDateField(**{name: word for name, word in words.items() if word or name == "required"})
    words["help_text"] = f"{limit}字まで。{hint}"
    return TextField(max_length=limit, rows=7, **words) if question.kind == Kind.TEXT else LineField(max_length=limit, **words)


def idea_fields(parts):
    first, last = fiscal_span(parts.fiscal_year)
    first, last = parts.call.starts_on or first, parts.call.ends_on or last
    span = f"この募集は{fiscal_label(parts.fiscal_year)}に行うものです。{jdate(first)}から{jdate(last)}までの日を入れてください。"
    themes = {}
    if parts.themes:
        themes["theme_id"] = ModelChoiceField(
            CallTheme.objects.filter(call=parts.call).order_by("order", "pk"), label="こたえる題", empty_label="選んでください"
        )
    return themes | {
        "title": LineField(
            label="企画の名前",
            max_length=60,
            help_text="60字まで。何をするか分かる名前にしてください。例：通学路の花いっぱい運動",
        ),
        "summary": TextField(
            label="ひとことで言うと",
            max_length=200,
            rows=3,
            help_text="200字まで。採択されたあと、このサイトで公開する紹介になります。",
        ),
        "starts_on": JaDateField(label="始めたい日", help_text=span),
        "ends_on": JaDateField(label="終える予定の日", help_text=span),
        "wished_department_id": ModelChoiceField(
            departments(),
            label="いっしょに取り組みたい課",
            required=False,
            empty_label="まだ分からない",
            help_text=own_words("分からないときは「まだ分からない」のままにしてください。市の担当が課をさがします。"),
        ),
    }


def page_fields(page, parts, chosen=(), search_words=""):
    """{name: field} of a page with single fields: the proposal's own and the call's questions."""
    if page == "who":
        return who_fields(chosen, search_words)
    fields = idea_fields(parts) if page == "idea" else {}
    return fields | {question.name: question_field(question) for question in parts.asked_on(page)}


def who_fields(chosen, search_words):
    """The groups that propose together: those already chosen, and those that the search words find."""
    registered = Partner.objects.published().filter(standing=Standing.REGISTERED, office=Partner.Office.NONE)
    keys = {small_int(pk, 0) for pk in chosen}
    found = matching(registered, search_words).values_list("pk", flat=True) if search_words.strip() else []
    hits = list(found[: FOUND_MAX + 1])
    offered = registered.filter(pk__in={*keys, *hits[:FOUND_MAX]}).order_by("kana_key", "pk")
    field = ModelMultipleChoiceField(
        offered,
        label="いっしょに提案する団体",
        required=False,
        help_text="しるしを付けて保存すると、その団体の代表者に知らせて、加わるかどうかをたずねます。代表者は、返事をするために、この提案書を読めます。加わると答えた団体だけが、いっしょに提案する団体になり、その団体の人もこの提案書を読んで書けます。",
    )
    field.has_more = len(hits) > FOUND_MAX
    return {"co_partners": field}


def answer_text(value):
    """An answer as it is stored: dates as 2026-10-01, numbers as digits with the unit that was typed behind them."""
    if value is None:
        return ""
    if isinstance(value, Counted):
        return value.written
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def initial_of(page, parts, stored, unreadable):
    """What a page's form shows at first: what is stored, over it what was typed and could not be read."""
    dates = {question.name for question in parts.asked_on(page) if question.kind == Kind.DATE}
    shown = {name: datetime.date.fromisoformat(value) if name in dates and value else value for name, value in stored.items()}
    return {**shown, **(unreadable or {})}


class FileForm(KyodoForm):
    """One paper, and which question of the call it answers. Papers may be left out, so no field of it says 必須."""

    is_extra = True
    file = UploadField(label="資料")
    is_public = TickField(label="採択されたら、この資料を公開してもよい", required=False)

    def __init__(self, *args, questions=(), **kwargs):
        super().__init__(*args, **kwargs)
        if questions:
            choices = [(str(question.pk), question.label) for question in questions]
            field = ChoiceField(
                label="何の資料か", choices=[*choices, ("", "そのほかの資料")], required=False, widget=forms.RadioSelect
            )
            self.fields = {"question": field} | self.fields
            set_error_messages(field)
            add_css_class(field.widget)


class SendForm(ReadingForm, KyodoForm):
    """The promises before sending, the version and the text at which the page was read, and whose names the promise held then."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    etag = ReadField()
    named = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args, lead, others, unchanged=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.unchanged = unchanged  # corrections that were not followed so far: each may be answered with a reason
        add_replies(self, unchanged)
        self.named_now = self.fields["named"].initial = ",".join(str(one.pk) for one in others)
        self.promises = []
        for name, text in promises_of(lead, others):
            field = TickField(label=text, error_messages={"required": f"「{text}」に、しるしを付けてください。"})
            self.fields[name] = field
            self.promises.append(text)
            add_css_class(field.widget)

    def answers(self, step):
        """What the step is called with."""
        replies = {"replies": replies_in(self, self.unchanged)} if step == "correct" else {}
        return {"promises": self.promises, **replies}

    def clean_named(self):
        if self.cleaned_data["named"] != self.named_now:
            # The next try is about the names that the page shows now.
            self.data = {**self.data.dict(), "named": self.named_now}
            raise forms.ValidationError(NAMES_CHANGED)
        return self.named_now
