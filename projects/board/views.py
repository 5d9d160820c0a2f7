"""The board of all submitted matters, for coordinators and city staff."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from kyodo_portal.common.lists.paging import get_page

from .access import can_see_board
from .forms import BoardForm
from .presenters import departments, matters, narrowed, sections


def board(request):
    """Coordinators and city staff: what stands where, for how long, with whom. A list by stage, or with `view=table` a table."""
    if not can_see_board(request.user):
        raise PermissionDenied("進みぐあいの一覧は、コーディネーターと市の職員のページです。")
    open_matters = matters(request.user)
    form = BoardForm(request.GET, departments=departments(open_matters), coordinator=not request.user.is_staff)
    chosen = narrowed(open_matters, **form.conditions)
    as_table = request.GET.get("view") == "table"
    context = {
        "form": form,
        "total": len(chosen),
        "late": sum(matter.is_late for matter in chosen),
        "as_table": as_table,
        "page": get_page(chosen, request, 50) if as_table else None,
        "sections": None if as_table else sections(chosen),
    }
    return render(request, "projects/board/board.html", context)
