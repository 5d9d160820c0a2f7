"""What happens by the clock: the jobs of settings.KYODO_TICK_JOBS, each run by one runner at a time."""

import logging
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import ScheduledJob

log = logging.getLogger(__name__)

# A job that takes longer than this is taken for dead and may be run by another.
LEASE = timedelta(minutes=30)


def tick(jobs=None):
    """Run every job that is due; return the names of those that ran here. A job's error is kept and never stops the others."""
    return [name for name, path, seconds in (settings.KYODO_TICK_JOBS if jobs is None else jobs) if run(name, path, seconds)]


def run(name, path, seconds):
    """Run one job if it is due and nobody else runs it: the row is claimed by comparing and setting."""
    now = timezone.now()
    ScheduledJob.objects.get_or_create(name=name, defaults={"due_at": now})
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    if not ScheduledJob.objects.filter(free, name=name, due_at__lte=now).exists():
        return False
    if not ScheduledJob.objects.filter(free, name=name, due_at__lte=now).update(leased_until=now + LEASE):
        return False
    error = ""
    try:
        import_string(path)()
    except Exception as problem:  # one job's fault must not stop the others
        log.exception("tick job %s failed", name)
        error = f"{type(problem).__name__}: {problem}"[:300]
    done = timezone.now()
    ScheduledJob.objects.filter(name=name, leased_until=now + LEASE).update(
        leased_until=None, finished_at=done, due_at=now + timedelta(seconds=seconds), error=error
    )
    return True


def clear_sessions():
    """Forget sessions that have ended, and allauth's list of them."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
    alive = store.get_model_class().objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()


def clear_uploads(hours=24):
    """Remove what interrupted uploads left in the temporary folder."""
    oldest = time.time() - hours * 3600
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
