"""連絡窓口: where a side of an entry names its own, and reads the other side's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from projects.entries.access import people_of_side
from projects.entries.models import Participation, Project

from .access import window_side
from .window_actions import etag_of_window, name_window, said_of
from .window_forms import WindowForm


@require_http_methods(["GET", "HEAD", "POST"])
def window(request, pk):
    """The one page of both: a side names its window and deputy."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    side = window_side(request.user, project)
    if side is None:
        raise PermissionDenied
    now = project.windows.open().filter(side=side).first()
    form = _form(request, people_of_side(project, side), side, now)
    if form.is_bound and form.is_valid() and _named(request, project, form):
        messages.success(request, "連絡窓口を決めました。")
        return HttpResponseRedirect(f"{request.path}#main")
    return render(request, "projects/ledger/window.html", {"project": project, "form": form}, status=form.http_status)


def _form(request, people, side, now):
    said = said_of(now) if now else {}
    initial = {ETAG: etag_of_window(now), **said, "main": said.get("main_id"), "deputy": said.get("deputy_id")}
    sent = request.POST if request.method == "POST" else None
    return WindowForm(sent, people=people, is_city=side == Participation.Side.CITY, initial=initial)


def _named(request, project, form):
    """Whether it was written; otherwise the form says what stands in the way, with what stands now beside it."""
    try:
        name_window(project, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
    except EditConflict as error:
        now = project.windows.open().filter(side=window_side(request.user, project)).first()
        stands = {name: getattr(now, name, None) or "" for name in form.field_order}
        form.overtaken(str(error), etag_of_window(now), stands)
    else:
        return True
    return False
