"""団体をさがす: the public directory and a partner's page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import access
from . import actions as directory_actions
from .filters import PartnerFilter
from .models import Partner
from .presenters import private_rows, profile_of, rows_of
from .standing import Standing


@login_not_required
@require_safe
def directory(request):
    """Everybody's list: words, kind, field, area, offers and needs."""
    partners = PartnerFilter(request, Partner.objects.published(), rows=Partner.objects.for_rows())
    context = {"filter": partners, "form": partners.form, "page": partners.page, "rows": rows_of(partners.page)}
    return render(request, "partners/directory/list.html", context)


@login_not_required
@require_safe
def partner(request, pk):
    """The public page. Contact data that is not public stands in a box of its own, and each look is recorded."""
    row = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    profile = profile_of(row)
    sees_contact = access.can_see_contact(request.user, row)
    if sees_contact:
        directory_actions.record_contact_view(partner=row, by=request.user)
    context = {
        "partner": row,
        "profile": profile,
        "contact": private_rows(row, profile) if sees_contact else None,
        "may_edit": access.can_edit_partner(request.user, row),
        "may_apply": access.can_change_by_application(request.user, row),
        "sees_members": access.can_see_members(request.user, row),
        "open_registration": row.registrations.under_way().first() if access.is_member(request.user, row) else None,
        "listed": row.standing == Standing.LISTED,
        "hidden": not row.is_public,
        "may_take_down": access.can_take_down(request.user, row),
    }
    return render(request, "partners/directory/detail.html", context)
