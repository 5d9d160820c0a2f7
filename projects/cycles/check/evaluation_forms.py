"""The form of one side's evaluation: its questions as the page draws them, its free words, and the button that hands it in."""

from typing import NamedTuple

from django import forms
from django.utils.functional import cached_property
from django.utils.html import escape

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import TextField
from kyodo_portal.common.text.markdown import plain_text
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .evaluation_actions import CANNOT
from .forms import DRAFT, OWN_NOTE, SEND, DraftForm, made
from .models import EvaluationItem
from .scales import short_words_of, words_of
from .sheet import WORDS

CHECK = "check"  # the button that leads to what was written
BOTH_SAID_SO = "相手に見えます。だれでも読めるようになるのは、双方が「全文を公表する」と決めたときだけです。"


def choices_of(item):
    """The radio choices of one question, from 1 to 5 points, then 「判断できない」."""
    return [*((str(number), words_of(item, number)) for number in range(1, 6)), (CANNOT, "判断できない")]


def said_by(item):
    """What stands under a question of a principle: its own sentence, in whole; "" where it has none that everybody may read."""
    principle = item.principle
    if principle is None or not principle.guideline.is_published or not principle.body:
        return ""
    return plain_text(principle.body, 2000)


class Mark(NamedTuple):
    """One of the five boxes: its radio button, the points, their words in short and in full."""

    radio: object
    points: int
    short: str
    full: str


class Asked(NamedTuple):
    """One question as the page draws it. said: the principle's own sentence, "" where it has none."""

    item: EvaluationItem
    points: object
    comment: object
    said: str
    marks: list[Mark]

    @property
    def cannot(self):
        """The radio button of 「判断できない」."""
        return self.points.subwidgets[-1]

    @property
    def is_open(self):
        """The box for a word stands open: something is written in it, or has to be."""
        return bool(self.comment.value() or self.comment.errors or self.points.value() in ("1", "2", CANNOT))


def marks_of(form, item):
    """[Mark] of one question of a sheet."""
    radios = form[f"points_{item.pk}"].subwidgets[:5]
    return [
        Mark(radio, number, short_words_of(item, number), words_of(item, number)) for number, radio in enumerate(radios, start=1)
    ]


class HandInForm(EditForm):
    """Makes the checked draft final; carries the token of what was read."""

    buttons = [(SEND, "この評価を出す", "")]


class EvaluationForm(DraftForm):
    """One page of a side's sheet, or the whole of it."""

    hands_in = CHECK

    @property
    def is_for_later(self):
        """「あとで続ける」 was pressed, not the button that leads on."""
        return self.is_bound and DRAFT in self.data

    @cached_property
    def groups(self):
        """[Asked] in the order of the page."""
        return [
            Asked(item, self[f"points_{item.pk}"], self[f"comment_{item.pk}"], said_by(item), marks_of(self, item))
            for item in self.asked_about
        ]

    @property
    def words(self):
        """The boxes for free words, where this page has them."""
        return [self[name] for name in WORDS if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        for item in self.asked_about:
            points = cleaned.get(f"points_{item.pk}")
            if points in ("1", "2", CANNOT):
                self.need(f"comment_{item.pk}", f"{item.name}の理由を書いてください。")
        return cleaned

    @property
    def values(self):
        """What the action writes."""
        read, answers = self.cleaned_data, {}
        for item in self.asked_about:
            points = read[f"points_{item.pk}"]
            answers[item.pk] = (
                int(points) if points and points != CANNOT else None,
                points == CANNOT,
                read[f"comment_{item.pk}"],
            )
        return {"answers": answers, **{name: read[name] for name in (*WORDS, ETAG) if name in self.fields}}


def evaluation_form(items, *, with_words=True, **kwargs):
    """One side's sheet with these questions; with_words: and the boxes for what was good, what was hard, and a note."""
    fields = {}
    for item in items:
        fields[f"points_{item.pk}"] = ChoiceField(
            label=item.name,
            choices=choices_of(item),
            widget=forms.RadioSelect,
            help_text=escape(item.question),
            error_messages={"required": f"{item.name}の答えを選んでください。"},
        )
        fields[f"comment_{item.pk}"] = TextField(
            label=f"{item.name}の理由・説明",
            required=False,
            max_length=1000,
            rows=3,
            help_text="1、2、「判断できない」のときは、わけを書いてください。" + BOTH_SAID_SO,
        )
    if with_words:
        fields |= _fields_of_words()
    return made(EvaluationForm, items, fields, **kwargs)


def _fields_of_words():
    fields = {}
    fields["good"] = TextField(label=WORDS["good"], required=False, max_length=2000, rows=4, help_text=BOTH_SAID_SO)
    fields["hard"] = TextField(label=WORDS["hard"], required=False, max_length=2000, rows=4, help_text=BOTH_SAID_SO)
    fields["private_note"] = TextField(
        label=WORDS["private_note"],
        required=False,
        max_length=2000,
        rows=3,
        help_text=OWN_NOTE,
    )
    return fields
