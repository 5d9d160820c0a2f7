"""The only writers of the library: saving from the admin, and loading a guideline from a file."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.search import doc

from .importing import read_file
from .models import CaseRole, CaseStudy, Chapter, Guideline, Municipality


@transaction.atomic
def save_guideline(guideline, *, by):
    """Write a guideline that a form has checked; its history keeps the former text."""
    guideline.save()
    record("change", by=by, target=guideline)
    return guideline


@transaction.atomic
def save_chapter(chapter, *, by):
    """Write a chapter that a form has checked, with the words that search looks into; its history keeps the former text."""
    chapter.search_text = words_of(chapter)
    chapter.save()
    record("change", by=by, target=chapter)
    return chapter


def words_of(chapter):
    """What search finds a chapter by."""
    return doc(chapter.title, chapter.lead, chapter.body)


@transaction.atomic
def load_guideline(path, *, by=None, keep=False):
    """Bring the guideline of one JSON file into the library and return it; loading twice changes nothing.

    Rows are found again by their stable keys and updated in place; rows that the file does not name are left alone.
    keep: rows that exist already stay as they are (what staff wrote in the admin is not undone).
    Raises ValidationError, naming the row, when the file does not fit.
    """
    data = read_file(path)
    town = _put(Municipality, {"code": data["municipality"]["code"]}, data["municipality"], keep)
    guideline = _put_guideline(data["guideline"], town, keep)
    chapters = {}
    for row in data["chapters"]:
        chapter = Chapter(**row)
        row["search_text"] = words_of(chapter)
        chapters[row["number"]] = _put(Chapter, {"guideline": guideline, "number": row["number"]}, row, keep)
    known = {}
    for model, rows in data["items"]:
        for row in rows:
            roles = row.pop("roles", [])
            fields = {name: _chosen(known, name, value) for name, value in row.items()}
            fields["chapter"] = chapters.get(row.get("chapter"))
            item = _put(model, {"guideline": guideline, "key": row["key"]}, fields, keep)
            known[model.__name__, row["key"]] = item
            if model is CaseStudy:
                _put_roles(item, roles, keep)
    record("load", by=by, target=guideline)
    return guideline


# Fields of an item that point to another item of the same file by its key.
CHOSEN = {"form": "CollaborationForm", "field": "ActivityField"}


def _chosen(known, name, value):
    if name not in CHOSEN or value is None:
        return value
    if (CHOSEN[name], value) not in known:
        raise ValidationError(f"「{name}」の「{value}」という項目が、ファイルの中にありません。")
    return known[CHOSEN[name], value]


def _put_guideline(fields, town, keep):
    """A file says whether its guideline begins published; later it is published and withdrawn in the admin only."""
    published = fields.pop("published", False)
    there = Guideline.objects.filter(slug=fields["slug"]).first()
    moment = there.published_at if there else timezone.now() if published else None
    return _put(Guideline, {"slug": fields["slug"]}, {**fields, "municipality": town, "published_at": moment}, keep)


def _put_roles(case, roles, keep):
    """A case's role table is the file's list: its rows have no key but their place."""
    for order, role in enumerate(roles, start=1):
        _put(CaseRole, {"case": case, "order": order}, role, keep)
    if not keep:
        case.roles.filter(order__gt=len(roles)).delete()


def _put(model, found_by, fields, keep):
    """The row found by its stable key, made or updated; written only when something differs."""
    row = model._base_manager.filter(**found_by).first()
    if row is not None and (keep or all(getattr(row, name) == value for name, value in fields.items())):
        return row
    row = row or model(**found_by)
    for name, value in fields.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise ValidationError([f"{model._meta.verbose_name}「{row}」：{text}" for text in error.messages]) from error
    row.save()
    return row
