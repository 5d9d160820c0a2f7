"""Health for the proxy and the monitor. A word and at most what to do: versions and counts are nobody's business."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import database


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
    """The process answers, reaches its database, and that one fits the code; otherwise 503. One query."""
    try:
        misfit = database.misfit()
    except (DatabaseError, InterfaceError):
        return HttpResponse("no\n", content_type="text/plain; charset=utf-8", status=503)
    if misfit:
        return HttpResponse(f"no: {misfit}\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
