"""The base of every list page: what narrows the list, how it is sorted, and one page of it.

A list page is a `ListFilter` with its filters, a view that hands it to the template as `filter`, and a template that
extends list_base.html. Every combination is an address that can be sent; what is none of the choices narrows nothing.
"""

from itertools import chain
from typing import NamedTuple

import django_filters
from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from kyodo_portal.common import upwards
from kyodo_portal.common.forms.search import SearchForm

from .kept_lists import LONGEST, ForAll, KeptList, kept_list
from .memo import Memo
from .paging import COUNT_CAP, PER_PAGE, get_page
from .search import has_words, matching

_form_classes = Memo(64)
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
    """One of the orders as the result head shows it, with the address of the list in that order."""

    label: str
    url: str
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
        if not self.parent.instead:
            return matching(queryset, value)
        return queryset.filter(any_of(self.parent.instead))


def any_of(several, field="search_text"):
    """The Q that `field` holds one of several words."""
    held = Q()
    for word in several:
        for condition in has_words(word, field):
            held |= condition
    return held


class BoxesFilter(django_filters.MultipleChoiceFilter):
    """Any number of choices, as boxes; `folded=False` shows them at once."""

    def __init__(self, *, folded=True, **kwargs):
        super().__init__(widget=FoldedBoxes if folded else forms.CheckboxSelectMultiple, **kwargs)


class ListPage:
    """What the templates of a list ask: form, page, what was chosen, orders. Beside it stand `request`, `data`, `form` and `rows`."""

    SORTS = {}  # {value of the parameter SORT_NAME: Sort}, the order that needs no parameter first
    SORT_NAME, SORT_TITLE = "sort", "並べかえ"
    PER_PAGE = PER_PAGE
    UNIT = "件"  # what the rows are counted in
    instead = ()  # other words for the same trouble, where the words that were asked for find nothing
    counted = None  # how many rows there are, where something else that the page shows has counted them
    shown = None  # a queryset of all that is shown of a row; None where the rows are no rows of a table

    @cached_property
    def page(self):
        """The page that was asked for; see get_page."""
        return get_page(self.sorted_rows, self.request, self.PER_PAGE, unit=self.UNIT, rows=self.shown, count=self.counted)

    @property
    def sorted_rows(self):
        """What every condition keeps, in the order that was asked for."""
        return self.rows

    @cached_property
    def chosen(self):
        """[Chosen] of everything that narrows the list now, in the order of the form."""
        self.form.is_valid()
        return [
            Chosen(name, self._asked(name, one), self._words(name, one))
            for name, value in self.form.cleaned_data.items()
            for one in (value if isinstance(value, list) else [value] if value else [])
        ]

    def _asked(self, name, value):
        return self.data[name] if value is True else str(value)

    def _words(self, name, value):
        field = self.form.fields[name]
        if value is True:
            return field.label
        if not hasattr(field, "choices"):
            return f"{field.label}：{value[:CHIP]}"
        return str(dict(field.choices).get(value, value))

    @property
    def sort(self):
        """The key of the order that was asked for, the first for nonsense."""
        asked = self.data.get(self.SORT_NAME, "")
        return asked if asked in self.SORTS else next(iter(self.SORTS), "")

    @property
    def sorts(self):
        """[SortLink] for the result head; [] where the list has one order."""
        first, query = next(iter(self.SORTS), ""), self.request.GET.copy()
        query.pop("page", None)
        made = []
        for key, sort in self.SORTS.items():
            query.pop(self.SORT_NAME, None)
            if key != first:
                query[self.SORT_NAME] = key
            made.append(SortLink(sort.label, f"?{query.urlencode()}" if query else self.request.path, key == self.sort))
        return made

    @property
    def reset_url(self):
        """The list without any condition."""
        return self.request.path

    @property
    def kept_sort(self):
        """The value of the order that the form hands on; "" for the first."""
        return "" if self.sort == next(iter(self.SORTS), "") else self.sort


class ListFilter(ListPage, django_filters.FilterSet):
    """Narrows, sorts and pages `queryset` by what `request.GET` says.

    `choices`: {filter's name: [(value, label)]} for filters whose choices are rows of the database. `rows`: out of which the rows
    of a page are read by their keys, with all that is shown of them; `queryset` itself where nothing is said. A page costs two
    queries, the count and the rows, and what `rows` prefetches.

    Where everybody finds the same rows, `queryset` and `rows` may be what makes them (ForAll): then they are put together once a day
    for each set of conditions that nobody typed.
    """

    class Meta:
        form = ListForm

    @cached_property
    def page(self):
        """See ListPage.page. Where no row holds the words, other words of the same trouble are asked for: two queries more."""
        if kept := self.kept("page", self._whole_list):
            return get_page((), self.request, self.PER_PAGE, unit=self.UNIT, count=self.counted, kept=kept)
        page, asked = super().page, self.data.get("q", "")
        if not page.paginator.count and asked and isinstance(self.filters.get("q"), WordsFilter):
            self.instead = upwards.other_words(asked)
            if self.instead:
                del self._qs
                page = get_page(self.sorted_rows, self.request, self.PER_PAGE, unit=self.UNIT, rows=self.shown)
                self.instead = self.instead if page.paginator.count else ()
        return page

    def __init__(self, request, queryset, *, choices=None, rows=None):
        super().__init__(request.GET, ForAll(queryset) if callable(queryset) else queryset, request=request)
        self._rows = queryset if rows is None else rows
        self._choices = tuple((name, tuple(pairs)) for name, pairs in (choices or {}).items())
        for name, pairs in self._choices:
            self.filters[name].extra["choices"] = pairs

    @property
    def shown(self):
        return self._rows() if callable(self._rows) else self._rows

    def kept(self, name, make):
        """What `make(began)` puts together out of the conditions of this list alone (kept_lists.py), made once a day for these conditions;
        None where the list is not the same for everybody, or somebody typed a condition.
        """
        if not isinstance(self.queryset, ForAll) or self.data.get("q"):
            return None
        asked = tuple((one, *self.data.getlist(one)) for one in (*self.filters, self.SORT_NAME) if one in self.data)
        if sum(map(len, chain(*asked))) > LONGEST:
            return None
        self.form.is_valid()  # a condition that was none of the choices may be one of them tomorrow
        holds = tuple((one, *value) if isinstance(value, list) else (one, value) for one, value in self.form.cleaned_data.items())
        return kept_list((type(self), name, self.queryset.make, self._rows, asked, holds), make)

    def _whole_list(self, began):
        return KeptList(self.sorted_rows, self.shown, self.PER_PAGE, COUNT_CAP, began)

    def get_form_class(self):
        """Made once for the same choices: a new class for every request took longer than its query."""
        return _form_classes.get((type(self), self._choices), super().get_form_class)

    @property
    def sorted_rows(self):
        order_by = self.SORTS[self.sort].order_by if self.SORTS else ()
        return self.qs.order_by(*order_by) if order_by else self.qs
