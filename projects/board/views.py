"""The board of all submitted matters, for coordinators and city staff."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .access import can_see_board
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
