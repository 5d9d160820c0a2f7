"""できること・求めること: the public list, one of them, the menu of lectures on paper, the numbers."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.offer_models import Offer

from .access import can_write_offers
from .filters import OfferFilter
from .numbers import year_numbers, years
from .presenters import card, for_cards, menu, near_days, offer_page


@login_not_required
@require_safe
def offers(request):
    """Everybody's list: what partners give and seek, by the ways in that cities know, by kind, time, theme and area."""
    found = OfferFilter(request, Offer.objects.listed, rows=for_cards)
    tab = found.data.get("tab", "")
    is_start = not (tab or found.chosen or found.page.number > 1)
    context = {
        "filter": found,
        "page": found.page,
        "cards": [card(row) for row in found.page],
        "is_start": is_start,
        "near": near_days() if is_start else [],
        "tab": tab,
        "theme": found.followed,
    }
    return render(request, "partners/offers/list.html", context)


@login_not_required
@require_safe
def offer(request, pk):
    """One of them, with its terms and whose it is; a closed one only for its own people and the city."""
    row = get_object_or_404(Offer.objects.visible_to(request.user).for_page(), pk=pk)
    context = {
        "offer": row,
        "partner": row.partner,
        "shown": offer_page(row),
        "may_write": request.user.is_authenticated and can_write_offers(request.user, row.partner),
    }
    return render(request, "partners/offers/offer.html", context)


def _asked_year(request):
    year = small_int(request.GET.get("year"))
    return year if year is not None and 2000 <= year <= 2100 else fiscal_year(timezone.localdate())


@login_not_required
@require_safe
def lectures(request):
    """The lectures of a 年度 on A4, for whoever chooses from paper; another one by `?year=`."""
    year = _asked_year(request)
    context = {
        "offices": menu(year),
        "year": year,
        "label": fiscal_label(year),
        "next_year": fiscal_year(timezone.localdate()) + 1,
    }
    return render(request, "partners/offers/menu.html", context)


@login_not_required
@require_safe
def numbers(request):
    """What is given and sought in a 年度, by kind, and how many lectures; small numbers as 少数."""
    context = {
        "numbers": year_numbers(_asked_year(request)),
        "years": [(year, fiscal_label(year)) for year in years(timezone.localdate())],
    }
    return render(request, "partners/offers/numbers.html", context)
