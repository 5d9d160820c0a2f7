"""委員会 for everybody: which there are, one of them, one of its meetings, a paper."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response

from .access import can_edit_committees, can_see_committees
from .filters import CommitteeFilter
from .meeting_models import CommitteeMeeting, MeetingPaper
from .models import Committee
from .page_presenters import committee_page, for_rows, list_row, listed, meeting_page
from .presenters import warnings_of


@login_not_required
@require_safe
def committees(request):
    """Everybody: committees that the city shows."""
    found = CommitteeFilter(request, listed, rows=for_rows)
    context = {"filter": found, "page": found.page, "rows": [list_row(row) for row in found.page]}
    return render(request, "projects/committees/list.html", context)


@login_not_required
@require_safe
def committee(request, pk):
    """Everybody: who sits there until when, its meetings, what became of what it said; 庁内の会議 for city staff."""
    row = get_object_or_404(Committee.objects.visible_to(request.user).select_related("department"), pk=pk)
    keeps = request.user.is_authenticated and can_edit_committees(request.user)
    context = {
        "committee": row,
        **committee_page(row, request)._asdict(),
        "keeps": keeps,
        "warnings": warnings_of(row) if keeps else [],
        "waiting": row.meetings.filter(announced_at=None, minutes_at=None).order_by("-on")[:10] if keeps else [],
        "all_calls": row.seat_calls.select_related("offer") if keeps else [],
    }
    return render(request, "projects/committees/committee.html", context)


@login_not_required
@require_safe
def meeting(request, pk):
    """Everybody: one meeting that was announced, or whose minutes are published; city staff before that too."""
    row = get_object_or_404(CommitteeMeeting.objects.visible_to(request.user).select_related("committee"), pk=pk)
    inside = request.user.is_authenticated and can_see_committees(request.user)
    keeps = request.user.is_authenticated and can_edit_committees(request.user)
    context = {"meeting": row, **meeting_page(row, inside=inside)._asdict(), "inside": inside, "keeps": keeps}
    return render(request, "projects/committees/meeting.html", context)


@login_not_required
@require_safe
def paper(request, pk):
    """Hands a paper of a meeting out; the right is asked each time, a look at what not everybody reads is recorded."""
    row = get_object_or_404(MeetingPaper.objects.visible_to(request.user).select_related("meeting__committee"), pk=pk)
    if not MeetingPaper.objects.published().filter(pk=row.pk).exists():
        record_look(by=request.user, target=row.meeting.committee, note=f"会議の資料 {row.pk}")
    return download_response(row.stored_as, row.name, row.content_type)
