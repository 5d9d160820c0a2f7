"""What the list of offers can be narrowed by. Every combination is an address that one can send."""

from django import forms
from django.db.models import F, Q, Value
from django.utils.functional import cached_property
from django_filters import ChoiceFilter

from kyodo_portal.common.compiled import rows_of
from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.own_words import own_words
from partners.directory.kind import PartnerKind
from partners.directory.offer_models import Offer
from partners.directory.reference_models import Area, Theme

from .forms import TIME_CHOICES

# (value of `tab`, its words, which rows it holds): the ways into the list that cities know by name.
TABS = (
    ("", "すべて", Q()),
    ("lecture", "出前講座", Q(form="lecture")),
    ("people", "人材バンク", Q(partner__kind=PartnerKind.CITIZEN, side="give")),
    ("oneday", "1日だけ", Q(form="oneday")),
    ("help", "手伝い募集", Q(side="seek", kind="people") & ~Q(form="seat")),
    ("seat", own_words("市の公募"), Q(form__in=("seat", "volunteer"))),
)
CHOICES = (
    Theme.objects.order_by()
    .values_list(Value("theme"), "order", "pk", "name")
    .union(Area.objects.order_by().values_list(Value("area"), "order", "pk", "name"), all=True)
)


def _choices(_, __):
    return CHOICES.all()


def theme_and_area():
    """{"theme", "area": [(key, name)]} of what a list of either is narrowed by. One query."""
    choices = {"theme": [], "area": []}
    for name, _, key, label in sorted(rows_of(_choices, 0)):
        choices[name].append((str(key), label))
    return choices


class OfferFilter(ListFilter):
    """tab, q, side, kind, theme, area, time over what everybody finds. Themes and areas are read in one query."""

    SORTS = {
        "new": Sort("新しい順", ("-created_at", "-pk")),
        "end": Sort("終わりの近い順", (F("until").asc(nulls_last=True), "-pk")),
    }

    tab = ChoiceFilter(
        label="さがしかた", choices=[pair[:2] for pair in TABS if pair[0]], method="by_tab", widget=forms.HiddenInput
    )
    q = WordsFilter()
    side = BoxesFilter(label="どちら", choices=Offer.Side.choices, folded=False)
    kind = BoxesFilter(label="種類", choices=Offer.Kind.choices, folded=False)
    time = BoxesFilter(label="いつ", choices=TIME_CHOICES, method="by_time", folded=False)
    theme = ChoiceFilter(label="テーマ", field_name="theme_id", empty_label="すべてのテーマ")
    area = ChoiceFilter(label="地域", method="by_area", empty_label="すべての地域")

    def __init__(self, request, queryset, *, rows):
        super().__init__(request, queryset, choices=theme_and_area(), rows=rows)

    @cached_property
    def chosen(self):
        """[Chosen] beside the tab: that one is shown as the current one of `tabs` already."""
        return [condition for condition in super().chosen if condition.name != "tab"]

    @property
    def tabs(self):
        """[(words, address, is the current one)] of the ways into the list; the other conditions are left behind."""
        asked = self.data.get("tab", "")
        return [(words, f"?tab={tab}" if tab else self.request.path, tab == asked) for tab, words, _ in TABS]

    @property
    def reset_url(self):
        """The list of the tab that is open."""
        return next((url for _, url, is_current in self.tabs if is_current), self.request.path)

    @property
    def followed(self):
        """The code of the chosen theme, under which it is followed; "" without one. One query."""
        key = self.form.cleaned_data.get("theme")
        return (Theme.objects.filter(pk=key).values_list("code", flat=True).first() or "") if key else ""

    def by_tab(self, offers, name, value):
        return offers.filter(next(rows for tab, _, rows in TABS if tab == value))

    def by_time(self, offers, name, values):
        """One of these times; whoever says no time of day is free at any."""
        said = Q(on_weekdays=True) | Q(on_evenings=True) | Q(on_weekends=True)
        asked = Q(pk__in=())
        for column in values:
            asked |= Q(**{column: True})
        return offers.filter(asked | ~said & ~Q(form=Offer.Form.ONEDAY))

    def by_area(self, offers, name, value):
        """In this area, and what is bound to none."""
        return offers.filter(Q(area_id=value) | Q(area__isnull=True))
