"""仲間をさがす by area: how many of the directory work in each, the sketch map of them, and who works in the one that was chosen."""

from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse

from kyodo_portal.common.japanese.numbers import small_int

from .area_map import Shape, area_map
from .list_presenters import Row, for_rows, rows_of
from .models import Partner
from .reference_models import Area

SHOWN = 5  # rows of the chosen area; the rest stand in the list
LEVELS = 4  # of the colour: the more, the darker


class AreaLink(NamedTuple):
    """One area of the list and, where it has a `shape`, of the map. `level`: 0 where nobody works, LEVELS where most do."""

    pk: int
    name: str
    count: int
    level: int
    is_chosen: bool
    shape: Shape | None

    @property
    def url(self):
        return f"{reverse('partner-map')}?area={self.pk}#results"

    @property
    def name_on_map(self):
        return self.shape.name or self.name


class ChosenArea(NamedTuple):
    """`rows`: its first ones in the order of readings; `url`: the list of all of them."""

    pk: int
    name: str
    count: int
    rows: list[Row]
    url: str


def areas_of(chosen):
    """[AreaLink] of every area in the city's order. `chosen`: the key of one, or anything else. Two queries."""
    drawn = area_map()
    working = Partner.areas.through.objects.filter(partner__in=Partner.objects.in_directory().order_by().values("pk"))
    counts = dict(working.values_list("area").annotate(Count("partner")).order_by())
    areas = list(Area.objects.all())
    shapes = {area.pk: drawn.shapes.get(area.code) for area in areas} if drawn else {}
    most = max((counts.get(pk, 0) for pk, shape in shapes.items() if shape), default=0)
    links = []
    for area in areas:
        count = counts.get(area.pk, 0)
        level = -(-count * LEVELS // most) if shapes.get(area.pk) and most else 0
        links.append(AreaLink(area.pk, area.name, count, level, area.pk == chosen, shapes.get(area.pk)))
    return links


def chosen_area(areas):
    """ChosenArea of the link that is chosen, None where none is. Two queries."""
    link = next((link for link in areas if link.is_chosen), None)
    if link is None:
        return None
    here = Partner.objects.in_directory().filter(pk__in=Partner.areas.through.objects.filter(area=link.pk).values("partner"))
    return ChosenArea(link.pk, link.name, link.count, rows_of(for_rows(here)[:SHOWN]), f"{reverse('partners')}?area={link.pk}")


def asked_area(request):
    """The key of the area that the address names; 0 for nonsense."""
    return small_int(request.GET.get("area"), 0)
