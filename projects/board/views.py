"""The board of all submitted matters, for coordinators and city staff."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from .access import can_see_board
from .filters import BoardFilter
from .presenters import matters


def board(request):
    """Coordinators and city staff: what stands where, for how long, with whom. A list by stage, or with `view=table` a table."""
    if not can_see_board(request.user):
        raise PermissionDenied("進みぐあいの一覧は、コーディネーターと市の職員のページです。")
    filter = BoardFilter(request, matters(request.user), coordinator=not request.user.is_staff)
    context = {
        "filter": filter,
        "total": len(filter.rows),
        "late": sum(matter.is_late for matter in filter.rows),
        "sections": filter.sections,
    }
    return render(request, "projects/board/board.html", context)
