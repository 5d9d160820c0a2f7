"""When an allowed change of an application comes into the ledger: everybody reads there what its group was told, not before."""

from django.db import transaction
from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time
from projects.cycles.workflow import CYCLE

from .changes import as_it_stood
from .entry_actions import move_entry
from .models import Application


def move_when_told(application):
    """Effect of an allowed change: the year in the ledger moves once the notices have gone out, at once where none waits."""
    last = application.last_step.version
    if not waiting_time():
        move_entry(application, former=as_it_stood(application, application.changes.get(version=last)))
        return
    since = last if application.moves_since is None else application.moves_since
    _note(application, since, timezone.now() + waiting_time())


def moves_not(application, undone):
    """The change is taken back: True where the ledger has not said it yet, and never will."""
    if application.moves_since is None:
        return False
    if application.moves_since == undone.version:
        _note(application, None, None)
    return True


def move_now(application):
    """What still waits for the ledger comes into it, because more follows there."""
    if application.moves_since is not None:
        change = application.changes.get(version=application.moves_since)
        move_entry(application, former=as_it_stood(application, change))
        _note(application, None, None)


def move_told():
    """Every change whose group has been told comes into the ledger; into a year that was cancelled meanwhile when it stands again.

    A job of the clock; returns how many.
    """
    due = Application.objects.filter(moves_at__lte=timezone.now()).exclude(cycle__status__in=CYCLE.ends)
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            locked = Application.objects.select_for_update(of=("self",)).select_related("spec").get(pk=key)
            if locked.moves_at is not None and locked.moves_at <= timezone.now():
                move_now(locked)
    return len(keys)


def _note(application, since, at):
    application.moves_since, application.moves_at = since, at
    Application.objects.filter(pk=application.pk).update(moves_since=since, moves_at=at)
