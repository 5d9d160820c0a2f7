"""An announced meeting stands among the events of its office (partners/events), as one of kind 会議, and says there what it says here."""

import uuid

from kyodo_portal.common.forms.three_way import fields_etag
from partners.events.actions import (
    WRITTEN,
    change_event,
    create_event,
    publish_event,
    revive_event,
    withdraw_event,
    written_in,
)
from partners.models import Event

CLOSED = "この会議は傍聴できません"
FREE = "だれでも傍聴できます"


def _words(meeting):
    """What the event says, by its columns."""
    conditions = f"{CLOSED}（{meeting.closed_why}）" if meeting.closed_why else FREE
    return {
        "about": f"committee:{meeting.committee_id}",
        "about_label": meeting.committee.name,
        "kind": Event.Kind.MEETING,
        "title": meeting.full_title[:100],
        "starts_at": meeting.begins_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place[:80],
        "text": "\n".join(part for part in (f"議題：{meeting.agenda}", meeting.listening) if part)[:2000],
        "conditions": conditions[:200],
    }


def show_event(meeting, *, by, seats=None):
    """The event of an announced meeting is there, published, and says what stands. In the caller's transaction; the meeting is held.

    seats: for so many listeners, who sign up there; None: nobody has to, or what the event says of it stays.
    """
    listeners = {"signup": Event.SignupWay.WEB, "capacity": seats} if seats else {}
    if meeting.event is None:
        meeting.event = create_event(by, meeting.committee.department, _words(meeting) | listeners, uuid.uuid4())
        meeting.save(update_fields=["event"])
    else:
        write_event(meeting, by=by, listeners=listeners)
    if meeting.event.is_cancelled and not meeting.cancelled_at:
        revive_event(meeting.event, by=by)
    meeting.event = publish_event(meeting.event, by=by)


def write_event(meeting, *, by, listeners=None):
    """What was changed of an announced meeting is changed there too; what only the event says stays. listeners: how they sign up."""
    event = meeting.event
    kept = {name: getattr(event, name) for name in WRITTEN} | {"co_hosts": list(event.co_hosts.all())}
    values = kept | _words(meeting) | (listeners or {})
    change_event(event, by=by, etag=fields_etag(written_in(event)), values=values, even_cancelled=True)


def hide_event(meeting, *, by):
    """Nobody finds the event any more."""
    if meeting.event is not None:
        withdraw_event(meeting.event, by=by)
