"""/healthz answers whatever the database does, and a database that stands still does not hold every thread."""

import threading

from django.conf import settings

from kyodo_portal.common.web.middleware import away_page

from .health import healthz

WAIT = 3  # seconds in which one of the pages before has to be ready


def alive(get_response):
    """Before everything that could ask for a session or a row: the monitor wants to know of this process and of nothing else."""

    def middleware(request):
        return healthz(request) if request.path_info == "/healthz" else get_response(request)

    return middleware


def slots(get_response):
    """At most KYODO_THREADS pages at a time; who gets no place within WAIT seconds hears 503.

    gunicorn runs a few threads more than that (gunicorn.conf.py): they answer /healthz and static files, which stand before
    this, while all others wait for a database.
    """
    places = threading.BoundedSemaphore(settings.KYODO_THREADS)

    def middleware(request):
        if not places.acquire(timeout=WAIT):
            return away_page()
        try:
            return get_response(request)
        finally:
            places.release()

    return middleware
