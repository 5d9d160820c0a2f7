"""The board of all submitted matters, for coordinators and city staff."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from .access import can_see_board
from .actions import note_visit
from .filters import BoardFilter


@require_safe
def board(request):
    """Coordinators and city staff: what stands where, for how long, with whom. A list by stage, or with `view=table` a table."""
    if not can_see_board(request.user):
        raise PermissionDenied("進みぐあいの一覧は、コーディネーターと市の職員のページです。")
    filter = BoardFilter(request, coordinator=not request.user.is_staff)
    # The sections first: with their rows come the numbers of the stages.
    context = {"filter": filter, "sections": filter.sections, "total": len(filter.rows), "late": filter.rows.late}
    return render(request, "projects/board/board.html", context)


@require_POST
def board_seen(request):
    """Everything up to now was seen; back to the page on which that was said."""
    if not can_see_board(request.user):
        raise PermissionDenied("進みぐあいの一覧は、コーディネーターと市の職員のページです。")
    note_visit(request.user)
    messages.success(request, "ここまで見たことにしました。次からは、このあとに動いたものに、しるしが付きます。")
    return redirect("admin:index" if request.user.is_staff and request.POST.get("on") == "first" else "board")
