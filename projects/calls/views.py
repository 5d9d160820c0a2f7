"""The public list of calls."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from kyodo_portal.common.lists.paging import page_of

from .filters import CallFilter
from .models import Call


@login_not_required
def calls(request):
    """募集の一覧: open first, then those to come, then closed ones."""
    chosen = CallFilter(request.GET, queryset=Call.objects.published().in_order())
    page = page_of(chosen.qs, request)
    return render(request, "projects/calls/list.html", {"filter": chosen, "page": page})
