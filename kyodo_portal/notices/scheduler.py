"""What happens by the clock: the jobs of settings.KYODO_TICK_JOBS, each run by one runner at a time."""

import logging
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from kyodo_portal.common.upwards import misfit

from .models import ScheduledJob

log = logging.getLogger(__name__)

# A job that takes longer than this is taken for dead and may be run by another.
LEASE = timedelta(minutes=30)
# Whoever asks every minute asks a little early or late: what falls due within this time runs now and not a minute later.
EARLY = timedelta(seconds=5)

# A job that failed is tried again after an hour at the latest: once its cause is mended, the error shall not stay till tomorrow.
TRY_AGAIN = timedelta(hours=1)


class Refused(Exception):
    """A job declines to work; its text tells the city's staff why, and what to do."""


def tick(jobs=None):
    """Run every job that is due; return the names of those that ran here. A job's error is kept and never stops the others.

    Refused where the database is that of another version: what its jobs would take for old, late or nobody's is not.
    """
    if jobs is None and (problem := misfit()):
        raise Refused(problem)
    return [name for name, path, seconds in (settings.KYODO_TICK_JOBS if jobs is None else jobs) if run(name, path, seconds)]


def run(name, path, seconds):
    """Run one job if it is due and nobody else runs it: the row is claimed by comparing and setting.

    A time further ahead than any job may be planned or leased was written before the clock was set back: it counts for nothing.
    """
    now, interval = timezone.now(), timedelta(seconds=seconds)
    ScheduledJob.objects.get_or_create(name=name, defaults={"due_at": now})
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now) | Q(leased_until__gt=now + LEASE)
    due = Q(due_at__lte=now + EARLY) | Q(due_at__gt=now + interval + EARLY)
    claimable = ScheduledJob.objects.filter(free & due, name=name)
    planned = claimable.values_list("due_at", flat=True).first()
    if planned is None or not claimable.update(leased_until=now + LEASE):
        return False
    error = ""
    try:
        import_string(path)()
    except Refused as refusal:
        log.error("tick job %s refused: %s", name, refusal)
        error = str(refusal)[:300]
    except Exception as problem:  # one job's fault must not stop the others
        log.exception("tick job %s failed", name)
        # A database's own words may hold what was to be written; the log has them.
        error = type(problem).__name__ if isinstance(problem, DatabaseError) else f"{type(problem).__name__}: {problem}"[:300]
    done = timezone.now()
    if error:
        interval = min(interval, TRY_AGAIN)
    following = next_due(planned if planned <= now + EARLY else now, interval, done)
    ScheduledJob.objects.filter(name=name, leased_until=now + LEASE).update(
        leased_until=None, finished_at=done, due_at=following, error=error
    )
    return True


def next_due(planned, interval, now):
    """The first moment of the row planned, planned + interval, … that still lies ahead: once after a pause, and never drifting."""
    return planned + interval * ((now + EARLY - planned) // interval + 1)


def clear_sessions():
    """Forget sessions that have ended, and allauth's list of them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    alive = store.get_model_class().objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


def clear_cache():
    """Take what has ended out of the cache in the database; one that several machines share (CACHE_URL) does so by itself."""
    if remove_ended := getattr(caches["default"], "remove_ended", None):
        remove_ended()


def clear_uploads(hours=24):
    """Remove what interrupted uploads left in the temporary folder."""
    oldest = time.time() - hours * 3600
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
