"""What can be taken back, and what still waits to be told: beside the history, on the matter's page, in the inbox of who did it."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Min
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.notices.waiting import waiting_time

from .actions import event_of
from .models import subject_models


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


def undo_link(subject, user, url_of=None):
    """The UndoLink of the row by which this person can take the last step back now, or None. url_of: f(row), for the admin."""
    row = next((row for row in subject.offered_to(user) if row.is_undo), None)
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
