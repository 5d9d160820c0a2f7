"""What was said at an event: its record is written and published, what people said is summed up and answered. By who holds the event."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.once import create_once
from partners.models import Event
from projects.committees.remark_models import Remark

from .access import can_write_record
from .record_models import EventRecord

RECORD, SAID = ("minutes", "attendees", "visitors"), ("text", "effect", "answer", "change", "is_public")
HANGING = [("effect", "answer")]


def _held(event, by):
    locked = Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=event.pk)
    if not can_write_record(by, locked):
        raise PermissionDenied
    return locked


def record_of(event):
    """The EventRecord of an event; an empty one, not stored, where there is none yet. One query."""
    return EventRecord.objects.filter(event=event).first() or EventRecord(event=event)


def written(row):
    """{name: value} of what a record says, as its form holds it."""
    return {name: getattr(row, name) for name in RECORD}


def said_of_remark(remark):
    """{name: value} of a remark and its answer, as its form holds it."""
    return {name: getattr(remark, name) for name in SAID}


@transaction.atomic
def save_record(event, *, by, etag, **said):
    """The minutes of an event. said: the columns RECORD; etag: `fields_etag(written(row))` as the page was opened.

    EditConflict where others wrote the same meanwhile.
    """
    locked = _held(event, by)
    row = record_of(locked)
    for name in names_to_write(etag, written(row), said, row):
        setattr(row, name, said[name])
    row.by = by
    row.save()
    record("edit", by=by, target=locked, note="催しの記録を書いた")
    return row


@transaction.atomic
def show_record(event, *, by, is_shown):
    """Everybody reads the record on the event's page, or no longer. Twice is once; without a record nothing happens."""
    locked = _held(event, by)
    row = record_of(locked)
    if row.pk is not None and bool(row.published_at) != is_shown:
        row.published_at = timezone.now() if is_shown else None
        row.save(update_fields=["published_at"])
        record("publish" if is_shown else "withdraw", by=by, target=locked, note="催しの記録")
    return row


@transaction.atomic
def write_event_remark(event, *, by, form_key, text, effect="", answer="", change="", is_public=True):
    """What was said, with the answer if there is one already. Sent twice, it stands once."""

    def make():
        locked = _held(event, by)
        at = timezone.now() if effect else None
        said = {"text": text, "effect": effect, "answer": answer, "change": change, "is_public": is_public}
        made = Remark.objects.create(event=locked, by=by, form_key=form_key, answered_at=at, **said)
        record("edit", by=by, target=locked, note="催しで出た意見を書いた")
        return made

    return create_once(Remark, form_key, make, theirs={"event_id": event.pk, "by_id": by.pk}, said={"text": text})


@transaction.atomic
def edit_event_remark(remark, *, by, etag, **said):
    """Put it right, or answer it. said: the columns SAID; etag: `fields_etag(said_of_remark(remark))` as the page was opened.

    EditConflict where others wrote the same meanwhile.
    """
    locked = _held(remark.event, by)
    row = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    names = names_to_write(etag, said_of_remark(row), said, row, together=HANGING)
    for name in names:
        setattr(row, name, said[name])
    row.answered_at = (row.answered_at or timezone.now()) if row.effect else None
    row.save(update_fields=[*names, "answered_at"])
    record("edit", by=by, target=locked, note="催しで出た意見を直した")
    return row
