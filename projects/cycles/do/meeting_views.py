"""打合せの記録 is written and put right."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.pages import edit_form, saved_over
from projects.cycles.access import can_edit_meeting, can_record_meeting
from projects.cycles.views import done, working_cycle

from .meeting_actions import edit_meeting, record_meeting, written_in
from .meeting_forms import MeetingEditForm, MeetingForm


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request, pk, fiscal_year):
    """Either side writes down a meeting."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_record_meeting(request.user, cycle):
        raise PermissionDenied
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        record_meeting(cycle, by=request.user, **form.cleaned_data)
        return done(request, cycle, "打合せの記録を載せました。")
    return render(request, "projects/cycles/do/meeting.html", {"cycle": cycle, "form": form, "heading": "打合せの記録を書く"})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, pk, fiscal_year, meeting_pk):
    """Somebody of the side that wrote it puts it right."""
    cycle = working_cycle(request, pk, fiscal_year)
    meeting = get_object_or_404(cycle.meetings.select_related("cycle__project"), pk=meeting_pk)
    if not can_edit_meeting(request.user, meeting):
        raise PermissionDenied("書いた側の人だけが、結果のしるしが付くまで直せます。")
    form = edit_form(request, MeetingEditForm, written_in(meeting))
    if saved_over(request, form, partial(edit_meeting, meeting, by=request.user), written_in):
        return done(request, cycle, "打合せの記録を直しました。")
    context = {"cycle": cycle, "form": form, "heading": "打合せの記録を直す"}
    return render(request, "projects/cycles/do/meeting.html", context, status=form.http_status)
