"""Health for the proxy and the monitor. A word and at most what to do: versions and counts are nobody's business.

Except for a monitor that the city names (KYODO_MONITOR_NETWORKS): /readyz?full tells it every point of status.py.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kyodo_portal.accounts.networks import in_networks

from . import database
from .status import Level, as_json, as_text, points, worst


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """The process answers, reaches its database, and that one fits the code; otherwise 503. One query.

    ?full from a listed address: one line a point, ?full=json the same for programs; 503 when one of them is bad.
    """
    if "full" in request.GET and in_networks(request, settings.KYODO_MONITOR_NETWORKS):
        return full(as_json if request.GET["full"] == "json" else as_text)
    try:
        misfit = database.misfit()
    except (DatabaseError, InterfaceError):
        return HttpResponse("no\n", content_type="text/plain; charset=utf-8", status=503)
    if misfit:
        return HttpResponse(f"no: {misfit}\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def full(written):
    found = points()
    kind = "application/json" if written is as_json else "text/plain; charset=utf-8"
    return HttpResponse(written(found) + "\n", content_type=kind, status=503 if worst(found) == Level.BAD else 200)
