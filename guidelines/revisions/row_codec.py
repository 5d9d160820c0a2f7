"""A row of the library as a guideline file has it, and back: the one form in which files, revisions and imports speak.

A row is {name: value} of the columns that people write. Long texts are whole strings, codes are lists, other items are named
by their keys, chapters by their numbers; what is empty is left out.
"""

from django.core.exceptions import ValidationError
from django.db import models

from guidelines.library import models as m
from guidelines.library.models.fields import CodesField
from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.lists.together import together
from kyodo_portal.common.privacy import public_columns

# The parts of a guideline, in the order in which they can point to each other.
PARTS = {
    "guideline": m.Guideline,
    "chapters": m.Chapter,
    "forms": m.CollaborationForm,
    "activity_fields": m.ActivityField,
    "terms": m.Term,
    "principles": m.Principle,
    "roles": m.Role,
    "first_steps": m.FirstStep,
    "steps": m.Step,
    "policies": m.Policy,
    "columns": m.Column,
    "effects": m.Effect,
    "support_schemes": m.SupportScheme,
    "contacts": m.ContactPoint,
    "troubles": m.Trouble,
    "cases": m.CaseStudy,
}
ITEMS = {part: model for part, model in PARTS.items() if part not in ("guideline", "chapters")}
FIXED = {"guideline": ("slug",), "chapters": ("number",)}  # what finds the row again never changes
SENTENCES = ("lead", "summary", "purpose")  # one line by nature, but too long for a line's box
# What is written stands before where it stands and how files find it again.
_FIRST = ("number", "title", "kana", "summary", "lead", "body", "preface", "easy")
_LAST = ("own_word", "section", "is_added", "chapter", "order", "key")
# Not a row's business: what the database, an action or the place of the row fills.
_OURS = {"id", "guideline", "case", "municipality", "search_text", "published_at", "checked_on", "checked_by"}
_ROLE_ORDER = {"order"}


def row_columns(model):
    """The fields of a model that a row can name, by name."""
    left_out = _OURS | (_ROLE_ORDER if model is m.CaseRole else set())
    return {field.name: field for field in model._meta.concrete_fields if field.name not in left_out}


def is_filled(field, value):
    """False where a value says no more than an absent one."""
    return value not in ("", None, []) and value != field.get_default()


def in_turn(model):
    """[(name, field)] of the columns in the order in which people write them."""

    def turn(name):
        return _FIRST.index(name) if name in _FIRST else len(_FIRST) + 1 + _LAST.index(name) if name in _LAST else len(_FIRST)

    return sorted(row_columns(model).items(), key=lambda column: turn(column[0]))


def key_of(part, row):
    """What finds the row again: an item's key, a chapter's number, nothing for the guideline itself."""
    return {"guideline": lambda: "", "chapters": lambda: str(row["number"])}.get(part, lambda: row["key"])()


def stored_row(instance):
    """The stored row as a file has it."""
    row = {}
    for name, field in row_columns(type(instance)).items():
        value = getattr(instance, name)
        if isinstance(field, models.ForeignKey):
            value = value and (value.number if isinstance(value, m.Chapter) else value.key)
        if is_filled(field, value):
            row[name] = value
    if isinstance(instance, m.CaseStudy):
        roles = [stored_row(role) for role in instance.roles.all()]
        row |= {"roles": roles} if roles else {}
    return row


def stored_rows(guideline):
    """{(part, key): row} of everything that stands in the guideline, the guideline itself first. Two queries."""
    rows_by_place = {("guideline", ""): stored_row(guideline)}
    for part, by_key in instances(guideline).items():
        for instance in by_key.values():
            row = stored_row(instance)
            rows_by_place[part, key_of(part, row)] = row
    return rows_by_place


def instances(guideline):
    """{part: {key: instance}} of everything that stands in the guideline, as stored. Two queries."""
    parts = [part for part in PARTS if part != "guideline"]
    found = zip(parts, together(*(_items(guideline.pk, part=part) for part in parts)), strict=True)
    return {part: {str(row.number) if part == "chapters" else row.key: row for row in items} for part, items in found}


@keyed
def _items(guideline, part):
    model = PARTS[part]
    items = model._base_manager.filter(guideline=guideline).order_by("order" if part != "chapters" else "number", "pk")
    related = [name for name, field in row_columns(model).items() if isinstance(field, models.ForeignKey)]
    return items.select_related(*related).prefetch_related(*(["roles"] if model is m.CaseStudy else []))


def fill(instance, row, existing):
    """Set every column of the instance to what the row says; `existing` names what it may point to."""
    for name, field in row_columns(type(instance)).items():
        value = row.get(name, field.get_default())
        if isinstance(field, models.ForeignKey) and value is not None:
            part = "chapters" if field.related_model is m.Chapter else "forms"
            if str(value) not in existing[part]:
                raise ValidationError(f"{field.verbose_name}の「{value}」が、このガイドラインの中にありません。")
            value = existing[part][str(value)]
        setattr(instance, name, value)


def words_of(instance, roles=()):
    """What search finds a row by: every text of it that people read; of a case also its `roles`, which are not stored yet."""
    public = public_columns(type(instance))
    texts = [getattr(instance, name) for name, field in row_columns(type(instance)).items() if _is_read(field) and name in public]
    return doc(*texts, *[f"{role.who} {role.task}" for role in roles])


def _is_read(field):
    return (
        isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, (models.SlugField, CodesField, models.URLField, models.EmailField))
        and not field.choices
        and field.name not in ("related", "contacts", "easy", "section")
    )
