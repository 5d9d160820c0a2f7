"""The application on paper: blank for everybody, written for whoever may read it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partners.directory.access import can_see_contact, is_member
from partners.directory.actions import record_contact_view
from partners.directory.presenters import PRIVATE

from .models import Registration
from .paper_presenters import blank_sheets, written_sheets

TEMPLATE = "partners/registration/paper.html"


@login_not_required
@require_safe
def blank(request):
    """The form with ruled boxes, for whoever writes by hand."""
    return render(request, TEMPLATE, {"sheets": blank_sheets(), "back": reverse("register")})


@require_safe
def written(request, pk):
    """The same with what the group has written. Contact data only for whoever may see them; a look from outside leaves a trace."""
    registration = get_object_or_404(Registration.objects.visible_to(request.user).select_related("partner"), pk=pk)
    sees_contact = can_see_contact(request.user, registration.partner)
    if sees_contact and not is_member(request.user, registration.partner):
        record_contact_view(partner=registration.partner, by=request.user)
    sheets = written_sheets(registration, hidden=() if sees_contact else PRIVATE)
    context = {"registration": registration, "sheets": sheets, "back": registration.get_absolute_url()}
    return render(request, TEMPLATE, context)
