"""Pages of the city: what came of a group on paper or by telephone after it applied; then the group's step is taken with it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from projects.filings.pages import drop_filed, next_filed

from .access import can_file
from .filing_actions import drop_filing, file_for
from .filing_models import WHATS
from .presenters import page_for
from .views import in_scope


@require_http_methods(["GET", "HEAD", "POST"])
def filed(request, pk):
    """What came for this application; the page on which the group would do it follows."""
    row = in_scope(request, pk)
    if not can_file(request.user, row):
        raise PermissionDenied
    form, filing = next_filed(request, row, whats=WHATS, file_for=file_for)
    if filing is not None:
        return redirect(f"{page_for(row, filing.what)}#main")
    return render(request, "projects/applications/filed.html", {"application": row, "form": form})


@require_POST
def filed_drop(request, pk, filing_pk):
    """What was entered by mistake goes, as long as nothing was done with it."""
    row = in_scope(request, pk)
    if not can_file(request.user, row):
        raise PermissionDenied
    drop_filed(request, row, filing_pk, drop_filing=drop_filing)
    return redirect(f"{row.get_absolute_url()}#main")
