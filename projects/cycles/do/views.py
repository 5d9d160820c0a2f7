"""活動記録 is written and put right."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from projects.cycles.access import can_edit_update, can_post_update
from projects.cycles.views import done, working_cycle

from . import actions as do
from .forms import UpdateEditForm, UpdateForm


def update_new(request, pk, fiscal_year):
    """Either side posts what happened."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_post_update(request.user, cycle):
        raise PermissionDenied
    form = UpdateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        do.post_update(cycle, by=request.user, **form.cleaned_data)
        return done(request, cycle, "活動記録を載せました。")
    return render(request, "projects/cycles/do/update.html", {"cycle": cycle, "form": form, "heading": "活動記録を書く"})


def update_edit(request, pk, fiscal_year, update_pk):
    """The writer puts an entry right within 24 hours."""
    cycle = working_cycle(request, pk, fiscal_year)
    update = get_object_or_404(cycle.updates.all(), pk=update_pk)
    if not can_edit_update(request.user, update):
        raise PermissionDenied("書いた人だけが、24時間のあいだ直せます。")
    first = do.written_in(update) | {ETAG: do.etag_of_update(update)}
    form = UpdateEditForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            do.edit_update(update, by=request.user, **form.cleaned_data)
        except EditConflict as error:
            form.show_conflict(error)
        else:
            return done(request, cycle, "活動記録を直しました。")
    context = {"cycle": cycle, "form": form, "heading": "活動記録を直す"}
    return render(request, "projects/cycles/do/update.html", context, status=form.http_status)
