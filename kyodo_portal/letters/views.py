"""One 通知書 on A4: for the people of the body that it went to, and for who handles it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look

from .access import can_handle, can_read
from .models import OfficialLetter
from .presenters import sheet_of


@require_safe
def letter(request, pk):
    """As it is printed. Staff find a draft too, marked as one; their look is remembered."""
    row = get_object_or_404(OfficialLetter.objects.visible_to(request.user).with_all(), pk=pk)
    if not can_read(request.user, row):
        raise PermissionDenied
    handles = can_handle(request.user, row)
    if handles:
        record_look(by=request.user, target=row, note="通知書")
    context = {"letter": row, "sheet": sheet_of(row), "handles": handles, "matter": row.subject}
    return render(request, "letters/letter.html", context)
