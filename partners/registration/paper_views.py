"""The application on paper: blank for everybody, written for whoever may read it, a body's renewal with what stands of it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partners.directory.access import can_see_contact, is_member
from partners.directory.actions import record_contact_view
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner
from partners.directory.presenters import private_names
from partners.rules.models import rule_in_force

from .access import can_file_for, stands_to_leave
from .models import Registration
from .paper_presenters import blank_sheets, notice_sheets, renewal_sheets, written_sheets

TEMPLATE = "partners/registration/paper.html"
NOTICE = "notice"  # instead of a kind


@login_not_required
@require_safe
def blank(request):
    """The form with ruled boxes, for whoever writes by hand; of the kind that the address names (`?kind=`), or the notice of a pause."""
    asked = request.GET.get("kind", "")
    if asked == NOTICE:
        context = {"sheets": notice_sheets(), "back": reverse("me"), "is_notice": True}
        return render(request, TEMPLATE, {**context, "kinds": PartnerKind.of_groups()})
    kind = asked if asked in dict(PartnerKind.of_groups()) else PartnerKind.CIVIC
    context = {"sheets": blank_sheets(rule_in_force(kind)), "back": reverse("register"), "kind": PartnerKind(kind).label}
    return render(request, TEMPLATE, {**context, "kinds": PartnerKind.of_groups()})


@require_safe
def written(request, pk):
    """The same with what the group has written. Contact data only for whoever may see them; a look from outside leaves a trace."""
    registration = get_object_or_404(Registration.objects.visible_to(request.user).select_related("partner"), pk=pk)
    sees_contact = can_see_contact(request.user, registration.partner)
    if sees_contact and not is_member(request.user, registration.partner):
        record_contact_view(partner=registration.partner, by=request.user)
    sheets = written_sheets(registration, hidden=() if sees_contact else private_names(registration.rule))
    context = {"registration": registration, "sheets": sheets, "back": registration.get_absolute_url()}
    return render(request, TEMPLATE, context)


@require_safe
def renewal(request, pk):
    """For its people, and for the secretariat that sends it to whoever does not use the portal; that look leaves a trace."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("rule"), pk=pk)
    of_body = is_member(request.user, partner)
    if not (of_body or can_file_for(request.user, partner)) or not stands_to_leave(partner):
        raise PermissionDenied
    if not of_body:
        record_contact_view(partner=partner, by=request.user)
    back = reverse("partner-renew", args=[partner.pk]) if of_body else partner.get_absolute_url()
    return render(request, TEMPLATE, {"partner": partner, "sheets": renewal_sheets(partner), "back": back})
