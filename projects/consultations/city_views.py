"""What coordinators told the city: texts that were written for it, and reports that were handed in. Nothing else of a consultation."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look

from .access import can_read_shared
from .desk_models import DeskReport
from .figures import fingerprint
from .filters import SharedFilter
from .models import Consultation
from .shared_presenters import told_of


def _city_only(request):
    if not can_read_shared(request.user):
        raise Http404


@require_safe
def shared(request):
    """Everybody of the city hall: what was told to the own office, and the reports, for the secretariat."""
    _city_only(request)
    filter = SharedFilter(request)
    reports = DeskReport.objects.visible_to(request.user).select_related("body")[:24]
    lines = [told_of(row) for row in filter.page]
    context = {"filter": filter, "page": filter.page, "lines": lines, "reports": reports}
    return render(request, "projects/consultations/shared.html", context)


@require_safe
def shared_one(request, pk):
    """One text. Looks are recorded: it may speak of people."""
    _city_only(request)
    row = get_object_or_404(Consultation.objects.shared_with(request.user).select_related("partner", "body"), pk=pk)
    record_look(by=request.user, target=row, note="相談について伝えられた文")
    return render(request, "projects/consultations/shared_one.html", {"told": told_of(row)})


@require_safe
def report_sent(request, pk):
    """A report as it was handed in: for the body that did, and for the secretariat."""
    row = get_object_or_404(DeskReport.objects.visible_to(request.user).select_related("body", "by"), pk=pk)
    context = {"report": row, "content": row.content, "is_whole": fingerprint(row.content) == row.sha256}
    return render(request, "projects/consultations/report_sent.html", context)
