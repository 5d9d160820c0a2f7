"""The public ledger: the list of all collaborations, and one entry's page."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.web.moved import moved_to
from kyodo_portal.process.pages import step_page
from projects.cycles.access import can_work_on
from projects.entries.merging import merged_target
from projects.entries.models import Project

from .access import objecting_partner
from .filters import ProjectFilter, asked_year
from .list_presenters import cards_of, choices, for_cards
from .presenters import page_of_project, years_left_apart


@login_not_required
@require_safe
def project_list(request):
    """Everybody: the published ledger, narrowed by what stands in the address."""
    year = asked_year(request.GET)
    if year is None:
        projects = ProjectFilter(request, Project.objects.published, choices=choices(), rows=for_cards)
    else:
        projects = ProjectFilter(request, Project.objects.published(), choices=choices(), rows=for_cards(year=year))
    context = {
        "filter": projects,
        "form": projects.form,
        "page": projects.page,
        "cards": cards_of(projects.page, asked=year is not None),
    }
    return render(request, "projects/ledger/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_step(request, pk, step):
    """One step of the ledger's table: ask, confirm, do."""
    entry = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    return step_page(request, entry, step)


@login_not_required
@require_safe
def project(request, pk):
    """Everybody: one published entry, this year's or, with `year`, a past one; unpublished only for who may see it. Of a merged one
    the entry into which it was merged, for good."""
    entry = Project.objects.visible_to(request.user).for_page().filter(pk=pk).first()
    if entry is None or not entry.stands:
        if target := merged_target(request.user, pk):
            return moved_to(target.get_absolute_url())
    if entry is None:
        raise Http404
    context = page_of_project(entry, request.GET.get("year", ""))
    if context["newest"] is not None:
        context["may_work"] = can_work_on(request.user, context["newest"])
    if context.get("may_work"):
        context["left_years"] = years_left_apart(entry)
    context["may_object"] = objecting_partner(request.user, entry) is not None
    return render(request, "projects/ledger/project.html", context)
