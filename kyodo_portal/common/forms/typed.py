"""What was typed into a form that can no longer be taken: shown so that it can be copied. Nobody's words are lost."""

import re
from typing import NamedTuple

from django import forms
from django.db.models import QuerySet
from django.utils.formats import localize

from .box_words import NAME, box_words, words_of
from .labels import boxes_of, row_words

UNLABELLED = "入れた内容"
# Nothing that a person wrote: keys, tokens, counts of rows. And what must not be shown again.
_OURS = ("_FORMS", "form_key", "next", "version", "etag", "row_token")
_FIRST = "initial-"  # how Django calls the hidden box of what a box began with
_CODE = re.compile(r"[a-z][a-z_]*|[0-9a-f-]+")  # what a choice sends, keys of rows and tokens: npo, on, 12


class Typed(NamedTuple):
    """One line of it: what the box is called, and what stood in it."""

    label: str
    value: str


def typed_in(*forms_and_sets, but=()):
    """[Typed] of bound forms and sets of rows, choices in their words, one line per row; None and unbound ones say nothing.

    but: names of fields that are left out. Ticks, files and passwords are never shown.
    """
    entries = []
    for filled in forms_and_sets:
        if filled is None or not filled.is_bound:
            continue
        if isinstance(filled, forms.BaseFormSet):
            texts = [" / ".join(row.value for row in _lines(form, but)) for form in filled.forms]
            entries += [Typed(f"{filled.row_label} {number}", text) for number, text in enumerate(texts, start=1) if text]
        else:
            entries += _lines(filled, but)
    return entries


def _lines(form, but):
    lines = [Typed(str(bound.label), _words(bound)) for bound in form.visible_fields() if bound.name not in but]
    return [line for line in lines if line.value]


def _words(bound):
    field, value = bound.field, bound.data
    if isinstance(field, forms.BooleanField | forms.FileField) or isinstance(field.widget, forms.PasswordInput):
        return ""
    values = value if isinstance(value, list | tuple) else [value]
    if hasattr(field, "choices"):
        words = {str(key): str(word) for key, word in field.choices if str(key)}
        return "、".join(words[str(item)] for item in values if str(item) in words)
    return " ".join(str(item).strip() for item in values if item not in (None, ""))


def in_words(field, value, most=400):
    """A stored value of a form field as one reads it: choices in their words, 「（空）」 for nothing. most: characters."""
    if isinstance(field, forms.BooleanField):
        return "はい" if value else "いいえ"
    values = [getattr(item, "pk", item) for item in (value if isinstance(value, list | tuple | QuerySet) else [value])]
    if hasattr(field, "choices"):
        words = {str(key): str(word) for key, word in field.choices}
        values = [words.get(str(item), "") for item in values if item not in (None, "")]
    return "、".join(str(localize(item)) for item in values if item not in (None, ""))[:most] or "（空）"


def is_secret(name):
    """Whether a value of this name is never given back: passwords and codes."""
    return "password" in name or name in ("csrfmiddlewaretoken", "code")


def typed_in_post(pairs, match=None):
    """[Typed] of (name, value) pairs as they were sent, where no view knows the form: under the words of the box as the page had them
    (box_words.py), choices in their words, without keys, ticks and codes. What came without a page of ours is looked for among our forms
    (labels.py). match: the request's `resolver_match`.
    """
    sent, page = {}, box_words([value for name, value in pairs if name == NAME])
    words = {name: said for name, _ in pairs if (said := words_of(page, name)) is not None}
    for name, value in pairs:
        if (
            name != NAME
            and not is_secret(name)
            and (name in words or not name.endswith(_OURS))
            and not name.startswith(("_", _FIRST))
        ):
            sent.setdefault(name, []).append(value.replace("\x00", ""))
    known = {} if page else boxes_of(sent, match)
    lines = []
    for name, values in sent.items():
        if name in words:
            lines.append(Typed(row_words(name, words[name].label), _chosen(words[name].choices, values)))
        elif name in known:
            lines.append(Typed(known[name].label, _said(known[name].field, values)))
    rest = [value for name, values in sent.items() if name not in known and name not in words for value in values]
    lines += [Typed(UNLABELLED, value) for value in rest if len(value.strip()) > 1 and not _CODE.fullmatch(value)]
    return [line for line in lines if line.value.strip()]


def _chosen(choices, values):
    """What was typed, or the words of what was chosen: those of the page, which of a long list of rows has none."""
    if choices is None:
        return " ".join(filter(str.strip, values))
    return "、".join(choices[value] for value in values if choices.get(value))


def _said(field, values):
    """What was typed or chosen there, for people; "" for ticks, keys of rows, and what is never shown."""
    if isinstance(field, forms.BooleanField | forms.FileField | forms.ModelChoiceField) or isinstance(
        field.widget, forms.PasswordInput | forms.HiddenInput
    ):
        return ""
    if hasattr(field, "choices"):
        words = {str(key): str(word) for key, word in field.choices if str(key)}
        return "、".join(words[value] for value in values if value in words)
    return " ".join(value for value in values if value.strip())


def taken(response):
    """The page that says what became of what was sent: all of it was taken, so nothing of it is given back below."""
    response.took_all = True
    return response


def is_taken(response):
    """Whether a page was marked by `taken`."""
    return getattr(response, "took_all", False)
