"""団体をさがす: the public directory and a partner's page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kyodo_portal.common.web.moved import moved_to

from . import access
from . import actions as directory_actions
from .area_map import area_map
from .filters import PartnerFilter
from .list_presenters import confirmation, for_rows, groups_of, rows_of
from .map_presenters import areas_of, asked_area, chosen_area
from .models import Partner
from .photos import with_photos
from .presenters import as_told_to, former_names, goes_on_in, private_rows, profile_of
from .standing import Standing


@login_not_required
@require_safe
def directory(request):
    """Everybody's list: words, kind, area, offers and needs, field; in the order of readings under あ行, か行."""
    partners = PartnerFilter(request, Partner.objects.in_directory, rows=for_rows)
    shown = {"groups": groups_of(partners.page)} if partners.is_by_kana else {"rows": rows_of(partners.page)}
    return render(request, "partners/directory/list.html", {"filter": partners, "page": partners.page, **shown})


@login_not_required
@require_safe
def by_area(request):
    """How many work in each area, as a sketch map and as a list; with `?area=` who works there."""
    areas = areas_of(asked_area(request))
    drawn = area_map() if any(area.shape for area in areas) else None
    context = {"areas": areas, "chosen": chosen_area(areas), "map": drawn}
    return render(request, "partners/directory/map.html", context)


@login_not_required
@require_safe
def partner(request, pk):
    """The public page; of a row that was merged into another, or of an office that is no more, that one's address. Contact data that is not public stands in a box of its own, and each look is recorded."""
    row = Partner.objects.visible_to(request.user).filter(pk=pk).first()
    if row is None or row.merged_into_id:
        return moved_to(reverse("partner", args=[goes_on_in(pk)]))
    row = as_told_to(*with_photos([row]), request.user)
    sees_contact = access.can_see_contact(request.user, row)
    if sees_contact:
        directory_actions.record_contact_view(partner=row, by=request.user)
    context = {
        "partner": row,
        "profile": (profile := profile_of(row)),
        "confirmed": confirmation(row.confirmed_on),
        "contact": private_rows(row, profile) if sees_contact else None,
        "listed": row.standing == Standing.LISTED,
        "dormant": row.standing == Standing.DORMANT,
        "open_registration": row.registrations.papers().under_way().first() if access.is_member(request.user, row) else None,
        "former_names": former_names(row),
        "hidden": not row.is_public,
    }
    return render(request, "partners/directory/detail.html", context | _ways_on(request.user, row))


def _ways_on(user, row):
    """What this person may do from the page of a partner."""
    return {
        "may_edit": access.can_edit_partner(user, row),
        "may_apply": access.can_change_by_application(user, row),
        "sees_members": access.can_see_members(user, row),
        "may_take_down": access.can_take_down(user, row),
    }
