"""What the lists of this room can be narrowed by."""

from django.db.models import Count, Q
from django_filters import ChoiceFilter

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from kyodo_portal.common.own_words import own_words
from partners.models import Area, Partner, PartnerKind

from .loads import NEIGHBOURS, groups_to_ask, with_loads
from .models import Ask, AskedGroup, AskKind

ALL = "all"
LATE = "late"
STATES = {LATE: "期限をすぎて、返事がないもの", "open": "返事を待っているもの"}


def offices_that_asked(**asks):
    """[(key, name)] of the offices that have asked something (of these asks). One query."""
    rows = Partner.objects.filter(pk__in=Ask.objects.filter(**asks).order_by().values("office"))
    return [(str(pk), name) for pk, name in rows.order_by("kana_key", "pk").values_list("pk", "name")]


class LoadFilter(ListFilter):
    """q, area, kind, office over the groups; 町内会 and 地域振興会 alone, where nothing else is asked for."""

    SORTS = {
        "load": Sort("多く頼まれている順", ("-load", "kana_key", "pk")),
        "kana": Sort("50音順", ("kana_key", "pk")),
    }
    PER_PAGE = 50
    UNIT = "団体"

    q = WordsFilter(label="団体の名前", method="by_name")
    area = ChoiceFilter(label="地域", field_name="areas", empty_label="すべての地域")
    kind = ChoiceFilter(
        label="種類",
        choices=[*((kind.value, kind.label) for kind in NEIGHBOURS), (ALL, "ほかの団体も")],
        method="by_kind",
        empty_label=own_words("町内会と地域振興会"),
    )
    office = ChoiceFilter(label="お願いした課", method="by_office", empty_label="すべての課")

    def __init__(self, request, year):
        self.year = year
        areas = [(str(pk), name) for pk, name in Area.objects.values_list("pk", "name")]
        choices = {"area": areas, "office": offices_that_asked(fiscal_year=year)}
        super().__init__(request, with_loads(groups_to_ask(), year), choices=choices)

    @property
    def sorted_rows(self):
        rows = super().sorted_rows
        return rows if self.form.cleaned_data.get("kind") else rows.filter(kind__in=NEIGHBOURS)

    def by_name(self, groups, name, value):
        return matching_typed(groups, value, ("name", "kana"))

    def by_kind(self, groups, name, value):
        return groups if value == ALL else groups.filter(kind=PartnerKind(value))

    def by_office(self, groups, name, value):
        asked = Ask.objects.filter(office=value, fiscal_year=self.year, groups__withdrawn_at__isnull=True)
        return groups.filter(pk__in=asked.values("groups__partner"))


class AskFilter(ListFilter):
    """q, year, office, kind over what was asked; the newest first."""

    q = WordsFilter(label="お願いの名前", method="by_words")
    year = ChoiceFilter(label="年度", field_name="fiscal_year", empty_label="すべての年度")
    office = ChoiceFilter(label="課", empty_label="すべての課")
    kind = ChoiceFilter(label="種類", choices=AskKind.choices, empty_label="すべての種類")
    state = ChoiceFilter(label="返事", choices=list(STATES.items()), method="by_state", empty_label="すべて")

    def __init__(self, request):
        years = Ask.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        choices = {"year": [(str(year), fiscal_label(year)) for year in years], "office": offices_that_asked()}
        super().__init__(request, with_answers(Ask.objects.visible_to(request.user)), choices=choices)

    @property
    def sorted_rows(self):
        return self.qs.order_by("-pk")

    def by_words(self, asks, name, value):
        return matching_typed(asks, value, ("title", "what", "kind", "office__name"))

    def by_state(self, asks, name, value):
        waiting = AskedGroup.objects.late() if value == LATE else AskedGroup.objects.open()
        return asks.filter(pk__in=waiting.values("ask"))


def with_answers(asks):
    """These asks, each with how many groups were asked (`asked`, without those taken back) and how many answered (`answered`)."""
    stands = Q(groups__withdrawn_at__isnull=True)
    counted = {"asked": Count("groups", filter=stands), "answered": Count("groups", filter=stands & ~Q(groups__answer=""))}
    return asks.select_related("office").annotate(**counted)
