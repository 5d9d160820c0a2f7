"""Pages of a list. Whatever stands in `page`, an existing page is the answer."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from kyodo_portal.common.japanese.numbers import small_int

from . import search

PER_PAGE = 20
LAST_PAGE = 500  # deeper offsets cost the database a scan; filters lead further than pages do
COUNT_CAP = 10_001


class CappedPaginator(Paginator):
    """Counts no further than COUNT_CAP and goes no deeper than LAST_PAGE.

    With `rows` the database looks for the keys of a page first, out of narrow rows and their index, and only then reads whole
    rows with all that belongs to them: those of the page, out of `rows`. Both in one query. A `kept` KeptList is asked for both.
    """

    def __init__(self, object_list, per_page, *, rows=None, kept=None):
        super().__init__(object_list, per_page)
        self.rows, self.kept = rows, kept
        self._found = None  # what a queryset found

    @cached_property
    def count(self):
        if self.kept is not None:
            return self.kept.count()
        items = self.object_list
        if not hasattr(items, "query"):
            return len(items)
        if items.query.is_sliced:
            return items.count()
        self._found = search.found(items, COUNT_CAP)
        return self._found.count

    @cached_property
    def num_pages(self):
        return min(super().num_pages, LAST_PAGE)

    def page(self, number):
        end = self.validate_number(number) * self.per_page  # asks for the count
        if self.kept is not None:
            return self._get_page(self.kept.page(end - self.per_page) if self.count else [], number, self)
        if self._found:
            self.object_list = self._found.rows(end)
        return super().page(number)

    def _get_page(self, items, *args):
        if self.rows is None or self.kept is not None or not self.count:
            return super()._get_page(items, *args)
        found, order_by = self.rows.filter(pk__in=items.values("pk")), self.object_list.query.order_by
        return super()._get_page(found.order_by(*order_by) if order_by else found, *args)


def get_page(queryset, request, per_page=PER_PAGE, *, parameter="page", unit="件", rows=None, count=None, kept=None):
    """The Django page that `request` asks for: the first for nonsense, the last for what lies beyond it.

    `rows`: what `queryset` was narrowed from, with all that is shown of a row (see CappedPaginator). `count`: how many rows there
    are, where that is known already; otherwise it is asked. `kept`: the KeptList of all this, in place of `queryset` and `rows`.
    It also carries `links`: [(number or None, address or None)], None for a gap; the current page has no address;
    `previous_url` and `next_url`; and `total_label`, 「1,234件」 or 「10,000件以上」, counted in `unit`.
    """
    paginator = CappedPaginator(queryset, per_page, rows=rows, kept=kept)
    if count is not None:
        paginator.count = min(count, COUNT_CAP)
    page = paginator.page(max(1, small_int(request.GET.get(parameter), 1, most=paginator.num_pages)))

    def url(number):
        query = request.GET.copy()
        query.pop(parameter, None)
        if number > 1:
            query[parameter] = number
        return f"?{query.urlencode()}" if query else request.path

    page.links = [
        (None, None) if number is None else (number, None if number == page.number else url(number))
        for number in _shown(page.number, paginator.num_pages)
    ]
    page.previous_url = url(page.number - 1) if page.has_previous() else None
    page.next_url = url(page.number + 1) if page.has_next() else None
    full = paginator.count >= COUNT_CAP
    page.total_label = f"{COUNT_CAP - 1:,}{unit}以上" if full else f"{paginator.count:,}{unit}"
    return page


def _shown(current, last):
    numbers = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    shown = []
    for number in numbers:
        if shown and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and number - shown[-1] > 2:
            shown.append(None)
        shown.append(number)
    return shown
