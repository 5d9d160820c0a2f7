"""A year's working page and its steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.web.moved import moved_to
from kyodo_portal.process.pages import step_page
from projects.entries.merging import merged_target

from .access import can_work_on
from .models import Cycle
from .presenters import page_of_cycle
from .told import as_told_to_side


def working_cycle(request, pk, fiscal_year):
    """The cycle of this address: 404 for whom its project does not exist, 403 for whoever has no part in it.

    A page that is read shows it as this person was told of it last; what is sent is judged by how it stands.
    """
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), project_id=pk, fiscal_year=fiscal_year)
    if not can_work_on(request.user, cycle):
        raise PermissionDenied
    return cycle if request.method == "POST" else as_told_to_side(cycle, request.user)


def done(request, cycle, said):
    """Back to the year's page, with one sentence about what was done."""
    messages.success(request, said)
    return redirect(f"{cycle.get_absolute_url()}#main")


@require_safe
def cycle(request, pk, fiscal_year):
    """Both sides, city staff, the coordinator: where this year stands and what can be done now. A year that moved along when its
    entry was merged is found where it went."""
    try:
        cycle = working_cycle(request, pk, fiscal_year)
    except Http404:
        target = merged_target(request.user, pk)
        if target is None:
            raise
        return moved_to(reverse("cycle", args=[target.pk, fiscal_year]))
    return render(request, "projects/cycles/cycle.html", page_of_cycle(cycle, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_step(request, pk, step):
    """One step of the table: ask, confirm, do."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), pk=pk)
    if not can_work_on(request.user, cycle):
        raise PermissionDenied
    return step_page(request, cycle if request.method == "POST" else as_told_to_side(cycle, request.user), step)
