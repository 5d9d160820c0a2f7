"""活動記録 is written and put right."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.pages import edit_form, refusal, saved_over
from projects.cycles.access import can_edit_update, can_post_update
from projects.cycles.views import done, working_cycle

from . import actions as do
from .forms import UpdateEditForm, UpdateForm


@require_http_methods(["GET", "HEAD", "POST"])
def update_new(request, pk, fiscal_year):
    """Either side posts what happened."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_post_update(request.user, cycle):
        raise refusal(request, cycle, "update")
    form = UpdateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        do.post_update(cycle, by=request.user, **form.cleaned_data)
        return done(request, cycle, "活動記録を載せました。")
    return render(request, "projects/cycles/do/update.html", {"cycle": cycle, "form": form, "heading": "活動記録を書く"})


@require_http_methods(["GET", "HEAD", "POST"])
def update_edit(request, pk, fiscal_year, update_pk):
    """The writer puts an entry right within 24 hours."""
    cycle = working_cycle(request, pk, fiscal_year)
    update = get_object_or_404(cycle.updates.all(), pk=update_pk)
    if not can_edit_update(request.user, update):
        raise PermissionDenied("書いた人だけが、24時間のあいだ直せます。")
    form = edit_form(request, UpdateEditForm, do.written_in(update))
    if saved_over(request, form, partial(do.edit_update, update, by=request.user), do.written_in):
        return done(request, cycle, "活動記録を直しました。")
    context = {"cycle": cycle, "form": form, "heading": "活動記録を直す"}
    return render(request, "projects/cycles/do/update.html", context, status=form.http_status)
