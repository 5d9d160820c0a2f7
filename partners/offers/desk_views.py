"""For those who bring people together: what is sought, and who gives it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyodo_portal.common.lists.paging import get_page
from partners.directory.access import accompanied_by, is_coordinator, is_secretariat
from partners.directory.offer_models import Offer

from .access import can_see_all_matches
from .matches import matched, named_rows

MOST, PER_PAGE = 2, 10  # of what fits, for each; of what is sought, on a page


@require_safe
def desk_matches(request):
    """What is sought now, the newest first, with who could give it and why. `?own=1`: of the groups that one accompanies.

    Only what has a theme or a place in common: the partner's own page shows more. Five queries: how many, a page of them, what could
    fit, where their partners work, what letters tell.
    """
    if not can_see_all_matches(request.user):
        raise PermissionDenied
    sought = Offer.objects.sought()
    own = bool(request.GET.get("own")) and not is_secretariat(request.user)
    if own:
        sought = sought.filter(partner__in=accompanied_by(request.user))
    page = get_page(sought, request, PER_PAGE, rows=named_rows())
    found = matched(list(page), most=MOST, near=True)
    context = {
        "page": page,
        "found": found,
        "own": own,
        "accompanies": not is_secretariat(request.user),
        "introduces": is_coordinator(request.user),
    }
    return render(request, "partners/offers/desk_matches.html", context)
