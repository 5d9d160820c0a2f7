"""The base of every list page: what narrows the list, how it is sorted, and one page of it.

A list page is a `ListFilter` with its filters, a view that hands it to the template as `filter`, and a template that
extends list_base.html. Every combination is an address that can be sent; what is none of the choices narrows nothing.
"""

from typing import NamedTuple

import django_filters
from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from kyodo_portal.common.forms.search import SearchForm

from .paging import PER_PAGE, get_page
from .search import matching

CHIP = 40  # characters of a query that its chip repeats


class Chosen(NamedTuple):
    """One value that narrows a list, with the words of its chip."""

    name: str
    value: str
    words: str


class Sort(NamedTuple):
    """One order of a list. `order_by` is what QuerySet.order_by takes; () leaves the rows as they came."""

    label: str
    order_by: tuple = ()


class SortLink(NamedTuple):
    """One of the orders as the result head shows it; `value` is "" for the first, which needs no parameter."""

    value: str
    label: str
    is_current: bool


class FoldedBoxes(forms.CheckboxSelectMultiple):
    """Boxes behind their group's name, open only where one of them is ticked."""

    is_folded = True


class ListForm(SearchForm):
    """What is none of the choices is passed over, never an error: an old address still leads to the list."""

    def full_clean(self):
        super().full_clean()
        self._errors = ErrorDict()


class WordsFilter(django_filters.CharFilter):
    """The search box: a row stays if its `search_text` holds every word. Whoever searches elsewhere gives a `method`."""

    def __init__(self, *, label="ことば", **kwargs):
        super().__init__(label=label, widget=forms.SearchInput(attrs={"autocomplete": "off"}), **kwargs)

    def filter(self, queryset, value):
        return matching(queryset, value)


class BoxesFilter(django_filters.MultipleChoiceFilter):
    """Any number of choices, as boxes; `folded=False` shows them at once."""

    def __init__(self, *, folded=True, **kwargs):
        super().__init__(widget=FoldedBoxes if folded else forms.CheckboxSelectMultiple, **kwargs)


class ListFilter(django_filters.FilterSet):
    """Narrows, sorts and pages `queryset` by what `request.GET` says.

    `choices`: {filter's name: [(value, label)]} for filters whose choices are rows of the database. A page costs two
    queries, the count and the rows, and what the queryset prefetches.
    """

    SORTS = {}  # {value of the parameter `sort`: Sort}, the order that needs no parameter first
    PER_PAGE = PER_PAGE
    UNIT = "件"  # what the rows are counted in

    class Meta:
        form = ListForm

    def __init__(self, request, queryset, *, choices=None):
        super().__init__(request.GET, queryset, request=request)
        for name, pairs in (choices or {}).items():
            self.filters[name].extra["choices"] = pairs

    @cached_property
    def page(self):
        """The page that was asked for; see page_of."""
        queryset = self.qs
        if self.SORTS and self.SORTS[self._sort].order_by:
            queryset = queryset.order_by(*self.SORTS[self._sort].order_by)
        return get_page(queryset, self.request, self.PER_PAGE, unit=self.UNIT)

    @cached_property
    def chosen(self):
        """[Chosen] of everything that narrows the list now, in the order of the form."""
        self.form.is_valid()
        return [
            Chosen(name, str(choice), self._words(name, choice))
            for name, value in self.form.cleaned_data.items()
            for choice in (value if isinstance(value, list) else [value] if value else [])
        ]

    def _words(self, name, value):
        if isinstance(self.filters[name], WordsFilter):
            return f"{self.filters[name].label}：{value[:CHIP]}"
        return str(dict(self.form.fields[name].choices).get(value, value))

    @property
    def _sort(self):
        asked = self.data.get("sort", "")
        return asked if asked in self.SORTS else next(iter(self.SORTS))

    @property
    def sorts(self):
        """[SortLink] for the result head; [] where the list has one order."""
        first = next(iter(self.SORTS), "")
        return [SortLink("" if key == first else key, sort.label, key == self._sort) for key, sort in self.SORTS.items()]

    @property
    def kept_sort(self):
        """The value of `sort` that the form hands on; "" for the first order."""
        return next((link.value for link in self.sorts if link.is_current), "")
