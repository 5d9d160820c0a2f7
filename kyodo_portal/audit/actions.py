"""record(): the only writer of the audit trail."""

from allauth.core import context
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.utils import timezone

from kyodo_portal.accounts.guesses import visitor
from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.networks import in_networks
from kyodo_portal.common.privacy import public_name
from kyodo_portal.common.text.secret import is_keyed_hash, keyed_hash, mark

from .models import AuditEvent

ONCE = "audit.once"
INSIDE = "庁内 "  # before the mark of a place in one of the city's own networks


def record(act, *, by, target=None, note="", rows=None, person=None, once=False):
    """Write one audit event inside the caller's transaction: the AuditEvent, or None where `once` found it written already.

    act: a key of acts.ACTS; target: the row concerned, of which its public name is kept; rows: how many rows or people's data
    left. person: whom it is about (a User or the key of one), where the target does not say it. once: at most one event for the same
    act, person, thing and day, for looks; one query either way.
    """
    event = _event(act, by, target, note, rows, person)
    if not once:
        event.save(force_insert=True)
        return event
    event.once = once_key(event)
    AuditEvent.objects.bulk_create([event], ignore_conflicts=True)
    return None


def record_each(act, *, by, targets):
    """The same act for many rows, each with its own event. targets: [(row, note)], or with whom it is about as a third.
    One query for each 500.
    """
    events = [_event(act, by, target, note, person=next(iter(person), None)) for target, note, *person in targets]
    AuditEvent.objects.bulk_create(events, batch_size=500)


def _event(act, by, target, note, rows=None, person=None):
    """The AuditEvent, not saved."""
    return AuditEvent(
        by=by if by is not None and by.is_authenticated else None,
        act=act,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_name=public_name(target)[:200] if target is not None else "",
        person_id=getattr(person, "pk", person) or _person_of(target),
        note=note,
        rows=rows,
        origin=origin(),
    )


def record_look(*, by, target, note, rows=None):
    """Remember that somebody read what not everybody may: once a person, thing and day. `note`: what of it."""
    record("look", by=by, target=target, note=note, rows=rows, once=True)


def _person_of(target):
    """Whom a row is about: the user, or the user that it belongs to."""
    return target.pk if isinstance(target, User) else getattr(target, "user_id", None)


def once_key(event):
    """What makes two looks the same: who, what, how, on which day of the city."""
    return keyed_hash(_told(event, timezone.localdate()), ONCE)


def is_of_our_key(event):
    """Whether a stored look was marked with the settings' SECRET_KEY, or with an earlier one among its fallbacks."""
    return is_keyed_hash(_told(event, timezone.localdate(event.at)), event.once, ONCE)


def _told(event, day):
    told = (event.by_id, event.person_id, event.act, event.target_type, event.target_id, event.note, day)
    return "|".join(map(str, told))


def origin():
    """Where the request of this moment comes from, as a mark; "" outside of requests (commands, the clock)."""
    request = context.request
    if request is None:
        return ""
    try:
        here = mark(visitor(request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""
    return f"{INSIDE}{here}" if in_networks(request, settings.KYODO_STAFF_NETWORKS) else here
