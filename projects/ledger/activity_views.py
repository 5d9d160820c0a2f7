"""Everything that both sides told of what they did, as one public list."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .activity_filters import ActivityFilter
from .activity_presenters import with_pictures


@login_not_required
@require_safe
def activities(request):
    """Everybody: the public updates of all published entries, the newest first."""
    updates = ActivityFilter(request)
    context = {"filter": updates, "form": updates.form, "page": updates.page, "rows": with_pictures(updates.page)}
    return render(request, "projects/ledger/activities.html", context)
