"""催しの取込をなかったことにする: a draft goes while nothing has come of it, and what was put right says again what it said."""

from typing import NamedTuple

from kyodo_portal.process.photo_models import Photo
from partners.events.actions import write_event
from partners.events.models import Event
from partners.events.photos import DAY, EVENT

from .kept import kept_values, values_of
from .models import EventImportRow

Outcome = EventImportRow.Outcome


class Undoing(NamedTuple):
    """What taking a list back would do: drafts that go, events that say again what they said, rows that stay as they are."""

    go: int
    back: int
    stay: int


def what_undoing_does(run):
    """The Undoing of a list that was taken in. One query a table that names events."""
    rows = list(rows_of(run))
    going = _untouched(run, rows)
    back = [row for row in rows if row.outcome == Outcome.JOINED and row.event_id and _stands(row)]
    return Undoing(len(going), len(back), len(rows) - len(going) - len(back))


def put_back(run, rows, by):
    """Take these rows back. A draft that one made goes while nobody has changed or published it and nothing names it; a value that
    one wrote goes back while it still stands. What has been worked with since stays.
    """
    going = _untouched(run, rows)
    back = [row.pk for row in rows if row.outcome == Outcome.JOINED and row.event_id and _put_back(row, by)]
    done = [row.pk for row in rows if row.event_id in going and row.outcome == Outcome.MADE] + back
    EventImportRow.objects.filter(pk__in=done).update(outcome=Outcome.TAKEN_BACK)
    Event.objects.filter(pk__in=going).delete()


def rows_of(run):
    """The QuerySet of what a list made or changed, the last one first, with their events. Two queries."""
    rows = run.rows.exclude(outcome__in=(Outcome.LEFT_OUT, Outcome.SAME)).order_by("-pk")
    return rows.select_related("event__host", "event__theme", "event__area").prefetch_related("event__co_hosts")


def _untouched(run, rows):
    """{key} of the drafts that nothing names but the import itself, and that nobody has changed since. One query a table."""
    made = [row for row in rows if row.outcome == Outcome.MADE and row.event]
    keys = {row.event_id for row in made if not row.event.is_published and row.event.updated_at <= (row.at or run.taken_at)}
    for relation in Event._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model is not EventImportRow:
            keys -= set(model._base_manager.filter(**{f"{name}__in": list(keys)}).values_list(name, flat=True))
    return keys - set(
        Photo.objects.filter(place__in=(EVENT.key, DAY.key), subject_id__in=keys).values_list("subject_id", flat=True)
    )


def _standing_values(row):
    """{column: what it said before} of what the event still says as the list wrote it."""
    now = kept_values(row.event, row.changed)
    return {name: before for name, (before, after) in row.changed.items() if now[name] == after}


def _stands(row):
    return len(_standing_values(row)) == len(row.changed)


def _put_back(row, by):
    """Write what the event said before, where it still says what the list wrote; whether nothing else stays of the row."""
    back = _standing_values(row)
    if back:
        held = Event.objects.select_for_update(of=("self",)).select_related("host", "theme", "area").get(pk=row.event_id)
        write_event(held, values_of(back), by=by)
    return len(back) == len(row.changed)
