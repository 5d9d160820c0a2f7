"""Writing a revision: it is begun and collects rows. How it is published stands in publication_actions.py."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import etag_of, names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks

from .access import can_open_revision, can_write_revision
from .models import Revision, RevisionRow
from .revision_diff import etag_of_row, rows_after
from .row_codec import key_of, stored_rows

OVERTAKEN = "この画面を開いたあとに、ここが直されました。下のちがいを見て、要るところを入れてから、もう一度保存してください。"


@transaction.atomic
def open_revision(guideline, *, title, by, note="", changes=(), form_key=None):
    """Begin a revision of `guideline` with changes [(part, key, before, after)]; `by` is its author, None for a file or the clock.

    A form_key that was used before gives back the revision that it made.
    """
    if by is not None and not can_open_revision(by):
        raise PermissionDenied
    form_key = form_key or uuid4()

    def make():
        revision = Revision.objects.create(
            guideline=guideline, title=title, note=note, author=by, form_key=form_key, status=Revision.process.start
        )
        RevisionRow.objects.bulk_create(
            [
                RevisionRow(revision=revision, part=part, key=key, before=before, after=after)
                for part, key, before, after in changes
            ]
        )
        if by is not None:
            record("start", by=by, target=revision, note=str(guideline))
        return revision

    theirs = {"guideline_id": guideline.pk, "author_id": by and by.pk}
    return create_once(Revision, form_key, make, theirs=theirs, said={"title": title})


@transaction.atomic
def put_row(revision, part, key, row, *, by, etag=None):
    """Set what the revision makes of one row; None takes the row out, key None adds a new one.

    A change that changes nothing is dropped from the revision. What stands now becomes `before`, so that saving again
    settles a row that somebody else changed in the meantime.
    etag: `etag_of_row` as the page was opened; EditConflict when the row changed since, here or on the page. None: not asked.
    """
    revision = _writable(revision, by)
    stored = stored_rows(revision.guideline)
    after = rows_after(revision, stored)
    written = key is not None and after.get((part, key)) == row  # a double click
    if etag is not None and key is not None and not written and etag != etag_of_row((part, key), after, stored):
        raise EditConflict(OVERTAKEN, revision)
    if key is None:
        key = key_of(part, row)
        added = revision.rows.filter(part=part, key=key).first()
        if added is not None and added.before is None and added.after == row:  # a double click
            return added
        if (part, key) in stored or revision.rows.filter(part=part, key=key).exists():
            raise ValidationError(f"「{key}」は、もう使われています。別の番号か名前にしてください。")
    return _set_row(revision, stored, part, key, row)


def _set_row(revision, stored, part, key, row):
    before = stored.get((part, key))
    if row == before:
        revision.rows.filter(part=part, key=key).delete()
        return None
    revision_row, _ = RevisionRow.objects.update_or_create(
        revision=revision, part=part, key=key, defaults={"before": before, "after": row}
    )
    return revision_row


@transaction.atomic
def move_up(revision, part, key, *, by):
    """Let a row change places with the one before it; the first one stays.

    An item changes its order. A section takes the number before its own, and its items go with it: addresses stay, texts move.
    """
    revision = _writable(revision, by)
    after = rows_after(revision)
    # Moving settles nothing: a row that somebody else changed in the meantime is still refused at publication.
    began = stored_rows(revision.guideline) | {(row.part, row.key): row.before for row in revision.rows.all()}
    name = "number" if part == "chapters" else "order"
    keys = sorted((k for p, k in after if p == part), key=lambda k: (after[part, k].get(name, 0), k))
    at = keys.index(key) if key in keys else 0
    if at == 0:
        return
    keys[at - 1], keys[at] = keys[at], keys[at - 1]
    if part != "chapters":
        changed = {(part, k): {**after[part, k], "order": place} for place, k in enumerate(keys, start=1)}
    else:
        here, above = (after["chapters", k]["number"] for k in (keys[at - 1], keys[at]))
        swap = {here: above, above: here}
        changed = {("chapters", str(swap[n])): {**after["chapters", str(n)], "number": swap[n]} for n in swap}
        changed |= {place: {**row, "chapter": swap[row["chapter"]]} for place, row in after.items() if row.get("chapter") in swap}
    for (changed_part, k), row in changed.items():
        _set_row(revision, began, changed_part, k, row)


@transaction.atomic
def drop_row(revision, part, key, *, by, etag=None):
    """Leave a row as it stands on the page: the revision no longer speaks of it.

    etag: `etag_of(row.after)` as the page was opened; EditConflict when somebody wrote more into it since. None: not asked.
    """
    revision = _writable(revision, by)
    row = revision.rows.filter(part=part, key=key).first()
    if row is not None and etag is not None and etag != etag_of(row.after):
        raise EditConflict(OVERTAKEN, revision)
    revision.rows.filter(part=part, key=key).delete()


def words_of(revision):
    """{name: value} of what the page of a revision's words shows."""
    return {"title": revision.title, "note": revision.note}


@transaction.atomic
def reword_revision(revision, *, by, title, note, etag):
    """Say anew what a draft changes and why: one that began with one row often grows.

    etag: `fields_etag(words_of(revision))` as the page was opened; EditConflict when the same was reworded since.
    """
    revision = _writable(revision, by)
    words = {"title": title, "note": note}
    names = names_to_write(etag, words_of(revision), words, revision)
    for name in names:
        setattr(revision, name, words[name])
    revision.save(update_fields=names)
    sync_tasks(revision)
    return revision


def _writable(revision, by):
    """The revision, locked, for whoever may write it; the trail says that somebody did. What was written stands in its rows."""
    revision = Revision.objects.select_for_update(of=("self",)).select_related("guideline__municipality").get(pk=revision.pk)
    if not can_write_revision(by, revision):
        raise PermissionDenied
    record("draft", by=by, target=revision)
    return revision
