"""What the list of events can be narrowed by. Every combination is an address that one can send."""

import datetime
import re

from django import forms
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters import CharFilter, ChoiceFilter

from kyodo_portal.common.compiled import rows_of
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, WordsFilter
from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme

from .models import NEEDS, PUBLISHED, Event

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
OVER = "over"
AHEAD = 3  # months that have a link of their own
FIRST = 30  # events whose hosts can be chosen from: a city has thousands of groups, and the others are found by their names
THEMES = Theme.objects.order_by().values_list(Value("theme"), "order", "pk", "name")
AREAS = Area.objects.order_by().values_list(Value("area"), "order", "pk", "name")


def _choices(request):
    """{filter's name: [(key, name)]}: themes, areas, who holds the first events of the list, and the one that is asked for. One query."""
    month, host = request.GET.get("month", ""), small_int(request.GET.get("host"))
    if month or host is not None:
        rows = _offered(in_order(in_month(Event.objects.filter(PUBLISHED), month), month), host, timezone.now())
    else:
        rows = rows_of(_of_what_comes, 0, timezone.now())
    choices = {"theme": [], "area": [], "host": []}
    for name, _, key, label in sorted(set(rows)):
        choices[name].append((str(key), label))
    return choices


def _of_what_comes(_, now):
    return _offered(Event.objects.filter(PUBLISHED).coming(now), None, now)


def _offered(events, host, now):
    # By way of the events: by way of the partners the database would look at all of them.
    first = Event.objects.open_to_all(now).filter(pk__in=events[:FIRST].values("pk")).order_by()
    asked = Partner.objects.open_to_all(now).filter(pk=host).order_by()
    parts = [AREAS, first.values_list(Value("host"), Value(0), "host", "host__name")]
    parts += [] if host is None else [asked.values_list(Value("host"), Value(0), "pk", "name")]
    return THEMES.union(*parts, all=True)


def month_of(text):
    """The first day of the month that 2026-12 names; None for anything else."""
    match = MONTH.fullmatch(text)
    return match and datetime.date(int(match[1]), int(match[2]), 1)


def next_month(first):
    return (first + datetime.timedelta(days=31)).replace(day=1)


def month_before(first):
    return (first - datetime.timedelta(days=1)).replace(day=1)


def month_in_words(first):
    """「12月」; of another year 「2027年1月」."""
    return f"{first.month}月" if first.year == timezone.localdate().year else f"{first.year}年{first.month}月"


def in_month(events, month):
    """Those of these events that touch the month that 2026-12 names; all for anything else."""
    first = month_of(month)
    if not first:
        return events
    begin, end = (timezone.make_aware(datetime.datetime.combine(day, datetime.time())) for day in (first, next_month(first)))
    return events.filter(starts_at__lt=end, ends_at__gte=begin)


def in_order(events, month):
    """These events as a list of this month shows them, the nearest first; of OVER what has ended, of "" what comes."""
    if month == OVER:
        return events.over()
    return events.order_by("starts_at", "pk") if month_of(month) else events.coming()


class EventFilter(ListFilter):
    """month, q, kind, needs, open, theme, area, host over what everybody finds. Without a month: what is still to come."""

    month = CharFilter(label="月", method="by_month", widget=forms.HiddenInput)
    q = WordsFilter()
    kind = BoxesFilter(label="種類", choices=Event.Kind.choices, folded=False)
    needs = BoxesFilter(label="あるもの", choices=NEEDS, method="by_needs", folded=False)
    theme = ChoiceFilter(label="テーマ", field_name="theme_id", empty_label="すべてのテーマ")
    area = ChoiceFilter(label="地域", method="by_area", empty_label="すべての地域")
    host = ChoiceFilter(
        label="開く団体・課",
        method="by_host",
        empty_label="すべての団体・課",
        help_text="ここにない団体・課は、「ことば」に名前を入れてさがせます。",
    )

    def __init__(self, request, queryset, *, rows):
        super().__init__(request, queryset, choices=_choices(request), rows=rows)

    @cached_property
    def chosen(self):
        """[Chosen] beside the month: that one is shown as the current one of `tabs` already."""
        return [condition for condition in super().chosen if condition.name != "month"]

    @property
    def asked(self):
        """The month, OVER, or "" for what is to come."""
        month = self.data.get("month", "")
        return month if month == OVER or month_of(month) else ""

    @property
    def sorted_rows(self):
        return in_order(self.qs, self.asked)

    @property
    def tabs(self):
        """[(words, address, is the current one)]: what comes, a few months, what is over; the other conditions go along."""
        first = month_of(self.asked) or timezone.localdate().replace(day=1)
        months = [first]
        while len(months) < AHEAD:
            months.append(next_month(months[-1]))
        pairs = [("これから", ""), *((month_in_words(month), f"{month:%Y-%m}") for month in months), ("終わったもの", OVER)]
        return [(words, self._address(value), value == self.asked) for words, value in pairs]

    @property
    def around(self):
        """[(words, address)] of the month before and the one after the one that is shown; [] beside a month."""
        first = month_of(self.asked)
        return (
            [(f"{one.year}年{one.month}月", self._address(f"{one:%Y-%m}")) for one in (month_before(first), next_month(first))]
            if first
            else []
        )

    def _address(self, month):
        query = self.request.GET.copy()
        for name in ("month", "page"):
            query.pop(name, None)
        if month:
            query["month"] = month
        return f"?{query.urlencode()}" if query else self.request.path

    @property
    def words_of_address(self):
        """What narrows the list, as a query for its calendar: a month is one, what comes and what is over are not."""
        return self._address("" if self.asked == OVER else self.asked).removeprefix(self.request.path)

    @property
    def reset_url(self):
        """The list of the month that is open."""
        return f"?month={self.asked}" if self.asked else self.request.path

    def by_month(self, events, name, value):
        return in_month(events, value)

    def by_needs(self, events, name, values):
        """All of these: whoever needs two of them needs both."""
        return events.filter(**dict.fromkeys(values, True))

    def by_area(self, events, name, value):
        """In this area, and what is bound to none."""
        return events.filter(Q(area_id=value) | Q(area__isnull=True))

    def by_host(self, events, name, value):
        """Held by this one, or together with it."""
        together = Event.co_hosts.through.objects.filter(partner_id=value).values("event_id")
        return events.filter(Q(host_id=value) | Q(pk__in=together))
