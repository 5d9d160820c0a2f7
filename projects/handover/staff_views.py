"""Pages of the staff about who holds what: entries that nobody holds, and who is asked about them from now on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from partners.directory.access import is_city_reader, is_secretariat
from projects.entries.access import people_of_side
from projects.ledger.window_actions import name_window

from .access import can_see_all_moves
from .filters import MeetingFilter, OwnerlessFilter
from .forms import WindowRowForm
from .ownerless import desk_of, lines_of, ownerless_entries, unreached


@require_safe
def ownerless(request):
    """The secretariat: everything that nobody holds; a department: of its own."""
    if not is_city_reader(request.user):
        raise Http404
    filter = OwnerlessFilter(request)
    context = {"filter": filter, "page": filter.page, "lines": lines_of(filter.page), "moves": can_see_all_moves(request.user)}
    context["unreached"] = unreached() if is_secretariat(request.user) else None
    return render(request, "projects/handover/ownerless.html", context)


@require_POST
def ownerless_name(request, pk):
    """One row of it: this person of the city's side is asked from now on."""
    if not is_city_reader(request.user):
        raise Http404
    project = get_object_or_404(ownerless_entries(request.user), pk=pk)
    form = WindowRowForm(request.POST, people=people_of_side(project, "city"))
    if form.is_valid():
        try:
            name_window(
                project, by=request.user, main=form.cleaned_data["main"], etag=form.cleaned_data[ETAG], **desk_of(project)
            )
            messages.success(request, f"「{project}」の市の窓口を、{form.cleaned_data['main']}さんにしました。")
        except (ValidationError, EditConflict) as error:
            messages.error(request, f"「{project}」：{' '.join(getattr(error, 'messages', [str(error)]))}")
    else:
        said = "　".join(message for _, message in form.error_list)
        messages.error(request, f"「{project}」：{said}")
    return HttpResponseRedirect(f"{reverse('ownerless')}#results")


@require_safe
def meetings(request):
    """Everybody of the city hall: 庁内の会議 with their minutes; the secretariat enters them in the admin."""
    if not is_city_reader(request.user):
        raise Http404
    filter = MeetingFilter(request)
    context = {"filter": filter, "page": filter.page, "enters": is_secretariat(request.user)}
    return render(request, "projects/handover/meetings.html", context)
