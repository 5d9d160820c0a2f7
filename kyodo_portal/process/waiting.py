"""What can be taken back, and what still waits to be told: beside the history, on the matter's page, in the inbox of who did it."""

import copy
import datetime
from typing import NamedTuple

from django.db.models import CharField, Count, Exists, Min, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.notices.models import Notice
from kyodo_portal.notices.waiting import waiting_time

from .events import event_of
from .models import subject_models

OWN_SIDE = ("applicant", "author", "asker", "desk")  # what they did themselves, they need not be told
WORKED_OUT = ("done_by", "rule", "recorded_decision", "correct_by")  # of a matter, from where it stands


class UndoLink(NamedTuple):
    """Beside which version of the history it stands, where it leads, what the button's row is called, how long it can be pressed."""

    version: int
    url: str
    label: str
    says: str


class Waiting(NamedTuple):
    """A step whose notices still wait. `people`: how many will be told at `at`; `undo`: where it is taken back, "" where nobody may."""

    matter: str
    step: str
    people: int
    at: datetime.datetime
    url: str
    undo: str


def as_told_to(subject, user):
    """The matter as this person was told of it: what the city did and nobody was told of yet does not count, neither its state
    nor its days. Staff, and the side that did it, find it as it stands. One query for a matter that moved within `waiting_time`.
    """
    if user.is_staff or not _has_just_moved(subject):
        return subject
    last = subject.last_step
    return subject if last is None or last.row is None or _is_known(subject, last) else _before(subject, last)


def _is_known(subject, last):
    """The side whose matter it is did this step, or has gone on from it since, if only to take that back. One query where it did not."""
    since = subject.changes.select_related("by").filter(version__gt=last.version) if not _is_own(last) else ()
    return _is_own(last) or any(change.row and _is_own(change) for change in since)


def _is_own(change):
    """A step that is open to both sides is the city's where somebody of its staff took it."""
    roles = {*change.row.roles}
    return bool(roles & {*OWN_SIDE}) and (roles <= {*OWN_SIDE} or change.by is None or not change.by.is_staff)


def as_told_to_all(subject):
    """The matter as everybody reads it: no step counts of which its own people were not told yet. One query where one waits."""
    return _before(subject, subject.last_step) if _has_just_moved(subject) and subject.last_step else subject


def _has_just_moved(subject):
    return bool(waiting_time()) and subject.status_since > timezone.now() - waiting_time()


def _before(subject, change):
    """A copy that stands where the matter stood before this change; the matter itself where the change has been told."""
    if change.at <= timezone.now() - waiting_time():
        return subject
    told = copy.copy(subject)
    for answer in WORKED_OUT:
        told.__dict__.pop(answer, None)
    since = (change.kept or {}).get("since")
    stood = {"status": change.from_state, "status_since": datetime.datetime.fromisoformat(since) if since else change.at}
    told.__dict__.update(stood, untold=change.version)  # the copy is read, never stored
    return told


def told_changes(subject, changes):
    """The changes without the one that `as_told_to` left out of account."""
    return [change for change in changes if change.version != getattr(subject, "untold", None)]


def undo_link(subject, user, url_of=None, offered=None):
    """The UndoLink of the row by which this person can take the last step back now, or None. url_of: f(row), for the admin.
    offered: the steps that are offered to `user`, where the page knows them."""
    row = next((row for row in (subject.offered_to(user) if offered is None else offered) if row.is_undo), None)
    return UndoLink(subject.last_step.version, (url_of or subject.step_url)(row), row.label, row.says) if row else None


def waiting_of(subject, user, url_of=None):
    """The Waiting of the last step, if this person took it and somebody is still to be told; or None."""
    if not waiting_time() or not user.is_authenticated or subject.last_step is None or subject.last_step.by_id != user.pk:
        return None
    return _waiting(subject, user, url_of) if subject.is_untold else None


def _waiting(subject, user, url_of=None):
    change = subject.last_step
    key = event_of(subject, change.version)
    found = Notice.objects.of_event(key).waiting().aggregate(at=Min("waits_until"), people=Count("user", distinct=True))
    if not found["people"]:
        return None
    row = next((row for row in subject.offered_to(user) if change.step in row.undoes), None)
    undo = (url_of or subject.step_url)(row) if row else ""
    return Waiting(str(subject), change.label, found["people"], found["at"], subject.get_absolute_url(), undo)


def waiting_steps(user):
    """[Waiting] of everything that this person did and that nobody was told of yet, the next to be told first.

    One query where nothing waits, a handful for each matter that does.
    """
    if not waiting_time() or not user.is_authenticated:
        return []
    keys = Notice.objects.waiting().filter(by=user).order_by().values_list("key", flat=True).distinct()
    matters = _matters({tuple(key.split(":")[:2]) for key in keys})
    # What somebody else did since is not this person's to see before it is told.
    found = [_waiting(subject, user) for subject in matters if subject.last_step.by_id == user.pk]
    return sorted((row for row in found if row), key=lambda row: row.at)


def untold_to(user):
    """{key of the process: [keys of matters]} of which this person is still to be told something. One query, none for staff."""
    found = {}
    if waiting_time() and not user.is_staff:
        for key in Notice.objects.waiting().filter(user=user).exclude(by=user).values_list("key", flat=True):
            process, pk = (*key.split(":"), "")[:2]
            if small_int(pk) is not None:
                found.setdefault(process, []).append(small_int(pk))
    return found


def without_untold(tasks):
    """These Tasks without those of matters of which a step waits to be told. No query by itself."""
    if not waiting_time():
        return tasks
    key = Concat(OuterRef("process"), Value(":"), Cast(OuterRef("subject_id"), CharField()), Value(":"))
    return tasks.exclude(Exists(Notice.objects.waiting().filter(key__startswith=key)))


def untold_matters():
    """{(key of the process, key of the matter as text)} of which a step still waits to be told. One query."""
    keys = Notice.objects.waiting().order_by().values_list("key", flat=True).distinct()
    return {tuple(key.split(":")[:2]) for key in keys}


def _matters(names):
    """The matters of these (key of the process, key of the row), as far as they moved last by a step that still waits."""
    since = timezone.now() - waiting_time()
    for model in subject_models():
        keys = [pk for process, pk in names if process == model.process.key]
        for subject in model._base_manager.filter(pk__in=keys) if keys else ():
            if subject.last_step is not None and subject.last_step.at > since:
                yield subject
