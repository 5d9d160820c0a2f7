"""The list of a year: everybody reads it once it is published, the city's offices before."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.tables import csv_response, xlsx_response
from kyodo_portal.common.web.anywhere import open_to_scripts

from .access import can_see_lists
from .filters import RowFilter
from .list_files import json_of, table_of
from .list_presenters import is_published, listed, version_of, versions_of

FILES = {"csv": csv_response, "xlsx": xlsx_response}


def _readable(request, year):
    """(the version that the address asks for, whether it is public), or 404. An earlier version is for the offices alone."""
    is_inside, public = request.user.is_authenticated and can_see_lists(request.user), is_published(year)
    snapshot = version_of(year, request.GET.get("version", "") if is_inside else "") if is_inside or public else None
    if snapshot is None:
        raise Http404
    return snapshot, public


@login_not_required
@require_safe
def year_list(request, year):
    """Every row of the year, narrowed by what stands in the address; what the newest version changed."""
    snapshot, public = _readable(request, year)
    rows = RowFilter(request, snapshot)
    versions = versions_of(year)
    context = {
        "snapshot": snapshot,
        "year_label": fiscal_label(year),
        "is_public": public,
        "is_newest": snapshot.version == versions[0].version,
        "versions": versions,
        "may_see": request.user.is_authenticated and can_see_lists(request.user),
        "filter": rows,
        "form": rows.form,
        "page": rows.page,
        "rows": listed(rows.page),
    }
    return render(request, "projects/snapshots/list.html", context)


@login_not_required
@require_safe
def year_file(request, year, kind):
    """The whole list, of which its fingerprint speaks, as csv, xlsx or JSON; scripts of other sites read what is public."""
    snapshot, public = _readable(request, year)
    if kind not in ("json", *FILES):
        raise Http404
    if kind == "json":
        answer = JsonResponse(json_of(snapshot), json_dumps_params={"ensure_ascii": False})
    else:
        answer = FILES[kind](f"協働の一覧_{fiscal_label(year)}.{kind}", *table_of(snapshot))
    return open_to_scripts(answer) if public else answer
