"""Health for the proxy and the monitor. Two words and no details: versions and counts are nobody's business."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
    """The process answers and reaches its database; otherwise 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return HttpResponse("no\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
