"""What the directory can be narrowed by. Every combination is an address that one can send."""

from django.db.models import Count, F, Min, Value
from django.db.models.functions import Left
from django.utils.functional import cached_property
from django_filters import ChoiceFilter

from kyodo_portal.common.compiled import rows_of
from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.kana_index import row_links, starts_of
from kyodo_portal.common.lists.kept_lists import KeptRows

from .faces import SHAPE_LABELS, SHAPES
from .models import Partner
from .offer_models import Offer
from .reference_models import Area, Field

HAS = [("offers", "できることがある"), ("needs", "求めることがある")]
SIDES = {"offers": Offer.Side.GIVE, "needs": Offer.Side.SEEK}
KANA, NEWEST = "kana", "new"


OFFERED = (
    Field.objects.order_by()
    .values_list(Value("field"), "number", "number", "short")
    .union(Area.objects.order_by().values_list(Value("area"), "order", "pk", "name"), all=True)
)


def _offered(_, __):
    return OFFERED.all()


def _choices():
    choices = {"field": [], "area": []}
    for name, _, key, label in sorted(rows_of(_offered, 0)):
        choices[name].append((str(key), label))
    return choices


class PartnerFilter(ListFilter):
    """q, kind, area, has, field over the directory. Fields and areas are read in one query."""

    SORTS = {
        KANA: Sort("50音順"),
        NEWEST: Sort("新しい順", (F("confirmed_on").desc(nulls_last=True), "-pk")),
    }
    UNIT = "の団体と人"

    q = WordsFilter()
    kind = BoxesFilter(label="種類", choices=list(SHAPE_LABELS.items()), method="by_shape", folded=False)
    area = ChoiceFilter(label="地域", method="by_area", empty_label="すべての地域")
    has = BoxesFilter(label="いま", choices=HAS, method="by_has", folded=False)
    field = BoxesFilter(label="活動の分野", method="by_field")

    def __init__(self, request, queryset, *, rows=None):
        super().__init__(request, queryset, choices=_choices(), rows=rows)

    @property
    def is_by_kana(self):
        """True for the order of readings over everything of a kind or place: such a list has headings あ行, か行 and their index."""
        return self.sort == KANA and not self.data.get("q")

    @cached_property
    def letters(self):
        """[(first letter, rows)] in the list's own order: which alphabet comes first is the database's affair. One query."""
        kept = self.kept("letters", lambda began: KeptRows(self._by_letter(), began))
        return list(kept.rows() if kept else self._by_letter())

    def _by_letter(self):
        letters = self.qs.order_by().annotate(letter=Left("kana_key", 1)).values("letter")
        return letters.annotate(rows=Count("pk"), first=Min("kana_key")).order_by("first").values_list("letter", "rows")

    @property
    def counted(self):
        """Whoever says how many begin with each letter has counted all of them."""
        return sum(rows for _, rows in self.letters) if self.is_by_kana else None

    @cached_property
    def row_links(self):
        """[RowLink] of the index; [] in another order."""
        if not self.is_by_kana or not self.page.object_list:
            return []
        return row_links(starts_of(self.letters), self.page, self.request)

    def by_shape(self, partners, name, values):
        return partners.filter(kind__in=[kind for kind, shape in SHAPES.items() if shape in values])

    def by_field(self, partners, name, values):
        # A subquery instead of a join: a partner with two of the chosen fields still counts once.
        chosen = Partner.fields.through.objects.filter(field__number__in=values)
        return partners.filter(pk__in=chosen.values("partner"))

    def by_area(self, partners, name, value):
        chosen = Partner.areas.through.objects.filter(area=value)
        return partners.filter(pk__in=chosen.values("partner"))

    def by_has(self, partners, name, values):
        for side in values:
            partners = partners.filter(pk__in=Offer.objects.live().filter(side=SIDES[side]).order_by().values("partner"))
        return partners
