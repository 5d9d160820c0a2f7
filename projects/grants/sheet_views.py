"""The forms of a grant on paper, A4: blank for everybody, filled for whoever reads all of it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .access import reads_lines
from .scheme_models import GrantScheme
from .sheets import KINDS, blank_sheets, written_sheets
from .views import found_grant


def _title(kind):
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@login_not_required
@require_safe
def blank(request, pk, kind):
    """One sheet of a scheme without answers, for whoever writes by hand. One query."""
    title = _title(kind)
    scheme = get_object_or_404(GrantScheme.objects.visible_to(request.user).select_related("department"), pk=pk)
    context = {"title": title, "about": scheme, "sheets": blank_sheets(kind), "back": scheme.get_absolute_url()}
    return render(request, "projects/grants/sheet.html", {**context, "scheme": scheme, "office": scheme.department})


@require_safe
def written(request, pk, kind):
    """One sheet with all that is written already; what is not is ruled."""
    title, row = _title(kind), found_grant(request, pk)
    if not reads_lines(request.user, row):
        raise PermissionDenied
    context = {"title": title, "about": row, "sheets": written_sheets(kind, row), "back": row.get_absolute_url()}
    return render(request, "projects/grants/sheet.html", {**context, "grant": row, "office": row.rule.scheme.department})
