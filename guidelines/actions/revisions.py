"""Changing a guideline: a revision collects rows, is checked, and is published as a whole."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.access import can_write_revision
from guidelines.importing import check_places
from guidelines.models import Revision, RevisionRow
from guidelines.rows import ITEMS, key_of, rows_of
from kyodo_portal.process.actions import take_step

from .rows import put_rows


@transaction.atomic
def open_revision(guideline, *, title, by, note="", changes=(), form_key=None):
    """Begin a revision of `guideline` with changes [(part, key, before, after)]; `by` is its author, None for a file or the clock.

    A form_key that was used before gives back the revision that it made.
    """
    there = Revision.objects.filter(form_key=form_key).first() if form_key else None
    if there is not None:
        return there
    revision = Revision.objects.create(
        guideline=guideline, title=title, note=note, author=by, form_key=form_key or uuid4(), status=Revision.process.start
    )
    RevisionRow.objects.bulk_create(
        [RevisionRow(revision=revision, part=part, key=key, before=before, after=after) for part, key, before, after in changes]
    )
    return revision


@transaction.atomic
def put_row(revision, part, key, row, *, by):
    """Set what the revision makes of one row; None takes the row out. A change that changes nothing is dropped from the revision."""
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if not can_write_revision(by, revision):
        raise PermissionDenied
    before = rows_of(revision.guideline).get((part, key))
    if row is not None and part in ITEMS and key and key_of(part, row) != key:
        raise ValidationError("「固定の名前」は、あとから変えられません。")
    if row == before:
        revision.rows.filter(part=part, key=key).delete()
        return None
    key = key or key_of(part, row)
    found, _ = RevisionRow.objects.update_or_create(
        revision=revision, part=part, key=key, defaults={"before": before, "after": row}
    )
    return found


@transaction.atomic
def take(revision, step, *, by, version, **answers):
    """One step of the publication table. Publishing writes every row of the revision into the library."""
    effect = EFFECTS.get(step)
    changed = take_step(revision, step, by=by, version=version, reason=answers.get("reason", ""))
    if effect is not None:
        effect(changed, **answers)
    return changed


def _publish(revision, *, public=True, **answers):
    """The rows as they stand now are kept as `before`: the history shows what this publication really changed.

    The first publication of a guideline makes it public, unless its file says that it stays a draft.
    """
    guideline = revision.guideline
    stands = rows_of(guideline)
    rows = list(revision.rows.all())
    if guideline.published_at is not None:
        for row in rows:
            row.before = stands.get((row.part, row.key))
        RevisionRow.objects.bulk_update(rows, ["before"])
    put_rows(guideline, [(row.part, row.key, row.after) for row in rows])
    check_places(rows_of(guideline))
    if public and guideline.published_at is None:
        guideline.published_at = timezone.now()
        guideline.save(update_fields=["published_at"])


def _schedule(revision, *, publish_at, **answers):
    revision.publish_at = publish_at
    revision.save(update_fields=["publish_at"])


def _unschedule(revision, **answers):
    revision.publish_at = None
    revision.save(update_fields=["publish_at"])


EFFECTS = {"publish": _publish, "go_live": _publish, "load": _publish, "schedule": _schedule, "unschedule": _unschedule}
