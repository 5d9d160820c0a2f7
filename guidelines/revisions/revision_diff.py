"""Revisions as people read them: which row, what kind of change, what went and what came, and the page where it shows."""

from django.db import models
from django.urls import reverse

from guidelines.library.models import CaseStudy
from guidelines.library.models.fields import CodesField
from kyodo_portal.common.text.difference import GONE, NEW, differences, shortened
from kyodo_portal.process.edits import etag_of

from .models import RevisionRow
from .row_codec import PARTS, row_columns, stored_rows

HIDDEN = ("key",)
POINTS_AT = {"chapter": "chapters", "form": "forms", "contacts": "contacts", "related": "terms"}  # columns of keys of other rows


def rows_after(revision, stored=None):
    """{(part, key): row} as the guideline would be with this revision; a row that is taken out is not in it.

    stored: what stands now, where the caller has read it already.
    """
    rows_by_place = dict(stored_rows(revision.guideline) if stored is None else stored)
    for row in revision.rows.all():
        rows_by_place[row.part, row.key] = row.after
    return {place: row for place, row in rows_by_place.items() if row is not None}


def rows_read(revision):
    """(label, text) of a revision's rows as it makes them, and of its own words, for the step that asks for the check."""
    yield "何を変えるか", revision.title
    yield "変える理由", revision.note
    rows = list(revision.rows.order_by("pk"))
    names = names_of(stored_rows(revision.guideline) | {(row.part, row.key): row.after or row.before for row in rows})
    for row in rows:
        fields = [
            field for field in describe_fields(row.part, None, row.after, names) if field["name"] not in HIDDEN or not row.before
        ]
        words = [f"{field['label']}：{field['pieces'][0][1]}" for field in fields]
        name = f"{part_label(row.part)}「{row_name(row.part, row.key, row.after or row.before)}」"
        yield name, "\n".join(words) if row.after else "（取り除く）"


def moved(revision, stored):
    """{(part, key): what was published meanwhile} of the revision's rows whose text changed on the page since they were begun."""
    if not revision.is_open or revision.guideline.published_at is None:
        return {}
    names = names_of(stored)
    return {
        (row.part, row.key): describe_fields(row.part, row.before, stored.get((row.part, row.key)), names)
        for row in revision.rows.all()
        if stored.get((row.part, row.key)) != row.before
    }


def etag_of_row(place, after, stored):
    """The edit token of the row at `place`, (part, key): what the revision makes of it (after) and what the guideline has (stored)."""
    return etag_of(after.get(place), stored.get(place))


def part_label(part):
    """What people call a part: 節, 用語, 事例 …"""
    return PARTS[part]._meta.verbose_name


def row_name(part, key, row):
    """What people call a row: 「3 みんなの力が集まると？」."""
    row = row or {}
    title = row.get("title") or key
    return f"{row.get('number', key)} {title}" if part == "chapters" else title


def describe_changes(revision):
    """[{row, part, key, label, name, kind, page, fields, moved}] of a revision's rows, in the guideline's order."""
    order = list(PARTS)
    stored, rows = stored_rows(revision.guideline), list(revision.rows.all())
    meanwhile = moved(revision, stored if revision.is_open else {})
    names = names_of(stored | {(row.part, row.key): row.after or row.before for row in rows})
    revision_rows = sorted(rows, key=lambda row: (order.index(row.part), len(row.key), row.key))
    return [
        {
            "row": row,
            "part": row.part,
            "key": row.key,
            "label": part_label(row.part),
            "name": row_name(row.part, row.key, row.after or row.before),
            "kind": "新しく足す" if row.before is None else "取り除く" if row.after is None else "変える",
            "page": address_of_row(revision.guideline, row.part, row.key, row.after or {}),
            "fields": describe_fields(row.part, row.before, row.after, names),
            "moved": meanwhile.get((row.part, row.key)),
        }
        for row in revision_rows
    ]


def names_of(rows):
    """{(part, key): what people call the row} of {(part, key): row}: for keys by which one row points at others."""
    return {(part, key): row_name(part, key, row) for (part, key), row in rows.items()}


def describe_fields(part, before, after, called):
    """[{label, pieces}] of the columns that differ; a new or a taken-out row shows all of its own. called: of `names_of`."""
    before, after = before or {}, after or {}
    model = PARTS[part]
    names = [*row_columns(model), *(["roles"] if model is CaseStudy else [])]
    changed = []
    for name in names:
        old, new = (display_value(model, name, row.get(name), called) for row in (before, after))
        if old != new:
            pieces = shortened(differences(old, new)) if before and after else [(NEW if after else GONE, new or old)]
            changed.append({"name": name, "label": _field_label(model, name), "pieces": pieces})
    return [field for field in changed if field["name"] not in HIDDEN or not (before and after)]


def display_value(model, name, value, names):
    """A row's value in words: labels for codes, はい for a tick, lines for a role table, of keys what the rows behind them are called."""
    if value in (None, "", []):
        return ""
    if name == "roles":
        return "\n".join(f"{role['who']}：{role['task'].replace(chr(10), '、')}" for role in value)
    if name in POINTS_AT:
        return "、".join(names.get((POINTS_AT[name], key), key) for key in str(value).split())
    field = model._meta.get_field(name)
    if isinstance(field, CodesField):
        labels = dict(field.codes.choices)
        return "、".join(labels.get(code, code) for code in value)
    if field.choices:
        return str(dict(field.choices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "はい" if value else "いいえ"
    return str(value)


def _field_label(model, name):
    return "役割分担" if name == "roles" else model._meta.get_field(name).verbose_name


def address_of_row(guideline, part, key, row):
    """The public address where the row shows; its chapter, or the guideline, where it has no page of its own."""
    own_page = {
        "terms": lambda: reverse("guideline-term", args=[key]),
        "cases": lambda: reverse("guideline-case", args=[guideline.slug, key]),
        "forms": lambda: reverse("guideline-form", args=[guideline.slug, key]),
        "troubles": lambda: reverse("guideline-trouble", args=[key]),
        "chapters": lambda: reverse("guideline-chapter", args=[guideline.slug, row.get("number", key)]),
    }
    if part in own_page:
        return own_page[part]()
    if row.get("chapter"):
        return reverse("guideline-chapter", args=[guideline.slug, row["chapter"]])
    return reverse("guideline", args=[guideline.slug])


def history_of(instance):
    """[(revision, when, RevisionRow)] of what was published of one stored row, newest first."""
    part = next(part for part, model in PARTS.items() if isinstance(instance, model))
    guideline = instance if part == "guideline" else instance.guideline
    key = "" if part == "guideline" else str(instance.number) if part == "chapters" else instance.key
    return (
        RevisionRow.objects.filter(part=part, key=key, revision__guideline=guideline, revision__status="published")
        .select_related("revision__author", "revision__guideline")
        .order_by("-revision__status_since", "-pk")
    )


def contents(revision):
    """[{part, label, rows: [{key, name, changed}], changed}]: everything of the guideline that a revision can change, by parts."""
    changed = {(row.part, row.key) for row in revision.rows.all()}
    ordered = sorted(rows_after(revision).items(), key=lambda pair: (pair[1].get("number", pair[1].get("order", 0)), pair[0][1]))
    groups = []
    for part in PARTS:
        entries = [
            {"key": key, "name": row_name(part, key, row), "changed": (part, key) in changed}
            for (row_part, key), row in ordered
            if row_part == part
        ]
        groups.append(
            {"part": part, "label": part_label(part), "rows": entries, "changed": any(row["changed"] for row in entries)}
        )
    return groups
