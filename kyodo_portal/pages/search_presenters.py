"""What the site's search finds: records of every kind first, then every other page that holds the words."""

from typing import NamedTuple

from guidelines.advice.help_presenters import nearest, own_desks
from kyodo_portal.common.lists.search import spellings, words

from .hits import FAMILIES, SITE, Group, Hit
from .page_hits import page_hits, reworded
from .record_hits import search_groups

NEAR = 3  # troubles shown where nothing is found
DO_NOT_KNOW = "どこに言えばよいかわからない"  # the trouble that is near to everything


class SearchResult(NamedTuple):
    """Everything that the search page shows.

    `kinds`: [(family, label, how many, unit)] of what was found; `kind`: the one that was asked for, "" for all; `forms`: the words that
    are marked. `pages`: other pages that hold the words, with `page` of their list. `others`: other words of the same trouble, with what they
    find. `near`: troubles with their desks, where nothing was found; `is_near`: they share words or signs with the query, otherwise
    it is where everybody may ask.
    """

    groups: list[Group]
    kinds: list[tuple[str, str, int, str]]
    kind: str
    forms: tuple[str, ...]
    pages: list[Hit]
    page: object
    total: int
    unit: str
    others: list[str]
    by_others: list[Hit]
    near: list
    is_near: bool


def search_result(request, query):
    """The SearchResult of a query; empty for one without words."""
    if not words(query):
        return SearchResult([], [], "", (), [], None, 0, "件", [], [], [], False)
    groups = search_groups(query)
    pages, page = page_hits(request, query, groups)
    shown = [hit.url for group in groups for hit in (*group.hits, *group.rest)] + [hit.url for hit in pages]
    others, by_others = reworded(query, shown)
    total = sum(group.total for group in groups) + page.paginator.count
    unit = max([group.unit for group in groups], default="件")
    near, is_near = ([], False) if total else near_troubles(query)
    kinds = _kinds(groups, page.paginator.count)
    kind = _kind_asked(request, kinds)
    if kind:
        groups, pages = [group for group in groups if group.family == kind], pages if kind == SITE else []
        by_others = []
    forms = tuple({form: None for word in [*spellings(query), *map(_forms, others)] for form in word})
    return SearchResult(groups, kinds, kind, forms, pages, page, total, unit, others, by_others, near, is_near)


def _forms(word):
    return [form for forms in spellings(word) for form in forms]


def _kinds(groups, pages):
    counted = []
    for family, (label, _) in FAMILIES.items():
        own = [group for group in groups if group.family == family]
        count = sum(group.total for group in own) + (pages if family == SITE else 0)
        if count:
            counted.append((family, label, count, max([group.unit for group in own], default="件")))
    return counted


def _kind_asked(request, kinds):
    """The family that the address names, if anything of it was found; further pages of the other pages are theirs alone."""
    asked = request.GET.get("kind") or (SITE if "page" in request.GET else "")
    return asked if asked in [row[0] for row in kinds] else ""


def near_troubles(query):
    """([Row] of the troubles nearest to words that nothing holds, each with its desks; whether any is near at all); three queries.

    Where none is, the one row of whoever does not know whom to ask: the others are no nearer than any page.
    """
    troubles, contacts = own_desks()
    near = nearest(troubles, contacts, query)[:NEAR]
    return (near, True) if near else (nearest(troubles, contacts, DO_NOT_KNOW)[:1], False)
