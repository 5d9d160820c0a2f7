"""The public list of calls."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .filters import CallFilter
from .models import Call


@login_not_required
@require_safe
def calls(request):
    """募集の一覧: open first, then those to come, then closed ones."""
    calls = CallFilter(request, Call.objects.listed)
    return render(request, "projects/calls/list.html", {"filter": calls, "form": calls.form, "page": calls.page})
