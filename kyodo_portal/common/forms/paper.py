"""A form on paper: what a page asks as ruled boxes to write in by hand, blank or with what is written already.

Drawn by `templates/parts/paper.html` out of the same fields as the page, so that paper and screen never ask different things.
"""

from typing import NamedTuple

from django import forms

from kyodo_portal.common.own_words import own_words

WIDE = 40  # characters that a hand writes on one line of a box
MOST_LINES, MOST_OPTIONAL = 10, 5
SENTENCE = 24  # characters from which on a choice has a line of its own
FEW = 16  # choices that are printed to be ticked; where there are more, the name is written


class Box(NamedTuple):
    """One question. `options`: [words] to tick; `lines`: how many are ruled where nothing is written yet."""

    label: str
    hint: str
    required: bool
    options: list[str]
    text: str
    lines: range

    @property
    def ticks_sentences(self):
        return len(self.options) == 1 or any(len(words) > SENTENCE for words in self.options)


class Grid(NamedTuple):
    """A table of rows: the names of its columns, the rows that are written, and how many empty ones follow."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    empty: range


class Sheet(NamedTuple):
    """One page of the form under its heading."""

    title: str
    lead: str
    boxes: list[Box]
    grids: list[Grid]


def blank_boxes(fields):
    """[Box] of {name: field} without any answer. Asks the database once for each field whose choices are rows."""
    return [_box(field) for field in fields.values() if not isinstance(field.widget, forms.HiddenInput)]


def written_box(label, text):
    """A question with its answer; without one it is left to be written, on two lines."""
    return Box(label, "", True, [], text, range(2))


def _box(field):
    if isinstance(field, forms.BooleanField):
        return Box("", "", field.required, [own_words(field.label)], "", range(0))
    options = _options(field)
    return Box(
        own_words(field.label), own_words(field.help_text), field.required, options, "", range(0 if options else _lines(field))
    )


def _options(field):
    if not hasattr(field, "choices") or not _offers_all(field):
        return []
    words = [str(label) for value, label in field.choices if value not in ("", None)]
    return words if len(words) <= FEW or isinstance(field, forms.ModelMultipleChoiceField) else []


def _offers_all(field):
    """Whether a page shows every choice: boxes to tick do, a search that starts empty does not."""
    return not isinstance(field, forms.ModelChoiceField) or field.queryset.exists()


def _lines(field):
    longest = getattr(field, "longest", None) or WIDE
    if isinstance(field.widget, forms.Textarea):
        return min(MOST_LINES if field.required else MOST_OPTIONAL, max(3, -(-longest // WIDE)))
    return 1 if longest <= 2 * WIDE else 2
