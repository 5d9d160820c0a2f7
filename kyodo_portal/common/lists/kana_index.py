"""The あかさたな index over a list in the order of readings: where each row of the syllabary begins, on whatever page."""

from itertools import groupby
from typing import NamedTuple

from kyodo_portal.common.japanese.kana import ROWS, kana_row

OTHERS = "他"  # what begins with no kana: names in Latin letters, names whose reading nobody gave


class RowLink(NamedTuple):
    """One letter of the index. `url`: "" where nothing begins so."""

    letter: str
    url: str


class KanaGroup(NamedTuple):
    """Items of one page under one letter. `id`: what the index leads to, "" where the same letter stood above already."""

    letter: str
    id: str
    items: list

    @property
    def heading(self):
        return "英字など" if self.letter == OTHERS else f"{self.letter}行"


def starts_of(keys_and_counts):
    """{letter: how many items stand before its first}, of [(key or first letter of a key, items)] in the list's order."""
    starts, before = {}, 0
    for key, count in keys_and_counts:
        starts.setdefault(kana_row(key), before)
        before += count
    return starts


def row_links(starts, page, request):
    """[RowLink] for every letter; what begins on another page leads there, with the conditions that were chosen."""
    links = []
    for letter in f"{ROWS}{OTHERS}":
        if letter not in starts:
            links += [] if letter == OTHERS else [RowLink(letter, "")]
            continue
        number = min(starts[letter] // page.paginator.per_page + 1, page.paginator.num_pages)
        address = "" if number == page.number else _address(request, number)
        links.append(RowLink(letter, f"{address}#row-{letter}"))
    return links


def _address(request, number):
    query = request.GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = number
    return f"?{query.urlencode()}" if query else request.path


def kana_groups(items, key):
    """[KanaGroup] of one page's items, which stand in the order of readings; key(item) is its reading."""
    groups, seen = [], set()
    for letter, members in groupby(items, key=lambda item: kana_row(key(item))):
        groups.append(KanaGroup(letter, "" if letter in seen else f"row-{letter}", list(members)))
        seen.add(letter)
    return groups
