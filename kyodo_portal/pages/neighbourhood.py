"""わたしの町内会は？: the areas of the city, and of one area the associations that everybody who lives there can turn to."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kyodo_portal.common.japanese.numbers import small_int
from partners.models import Area, Partner, PartnerKind

KINDS = (PartnerKind.NEIGHBOURHOOD, PartnerKind.COMMUNITY)


class Association(NamedTuple):
    """One association of the area: what it says of itself, and where somebody writes to it; nobody's address is shown."""

    name: str
    kind: str
    about: str
    url: str
    contact: str


def _associations():
    return Partner.objects.in_directory().filter(kind__in=KINDS)


def contact_of(pk):
    """The address where one writes to a partner; the city relays what goes to one for whom nobody signs in."""
    return reverse("ask-about", args=[f"partner:{pk}"])


@login_not_required
@require_safe
def neighbourhood(request):
    """Everybody: with `area` its associations, otherwise the areas and how many each has. Three queries."""
    through = Partner.areas.through.objects.filter(partner__in=_associations().order_by().values("pk"))
    counts = dict(through.order_by().values_list("area").annotate(Count("partner")))
    areas = [(area, counts.get(area.pk, 0)) for area in Area.objects.all()]
    asked = small_int(request.GET.get("area"), 0)
    chosen = next((area for area, _ in areas if area.pk == asked), None)
    there = _associations().filter(areas=chosen).order_by("kind", "kana_key", "pk") if chosen else ()
    rows = [Association(row.name, row.get_kind_display(), row.pr, row.get_absolute_url(), contact_of(row.pk)) for row in there]
    return render(request, "pages/neighbourhood.html", {"areas": areas, "chosen": chosen, "rows": rows})
