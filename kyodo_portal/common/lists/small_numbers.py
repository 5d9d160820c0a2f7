"""Numbers of people that everybody reads: one and two are not said, nor what would give them away by subtraction."""

from typing import NamedTuple

FEW = 2  # this many and fewer stand as 少数
HIDDEN = "少数"
ROOM = 2  # whoever subtracts must be left with so many more values than the smallest: a hidden number could be 1, 2 or 3 at least


class Veil(NamedTuple):
    """What of a table is not said. `cells`: {(row, column)}; `rows`: the rows whose sum is not said; `is_all`: nothing but the sum of all,
    not even which cells are empty.
    """

    cells: frozenset
    rows: frozenset
    is_all: bool


def few(number):
    """The number as everybody may read it: 「少数」 for one and two."""
    return HIDDEN if 0 < number <= FEW else f"{number:,}"


def veil(rows):
    """The Veil of {row: {column: number}}, beside which stand the sum of each row and the sum of all, and no sum of a column.

    First each row by itself: its one and two, then its smallest others until what is left to subtract leaves ROOM; a row that has not
    enough of them hides its sum. Then the rows whose sum is hidden, by the sum of all: with them go the smallest other rows, whole.
    Empty cells are said, unless nothing else is left. A hidden number is at least 1 for whoever reads, and no sum makes it certain.
    """
    hidden = {row: _hidden_in(cells) for row, cells in rows.items()}
    unsaid = {row for row, keys in hidden.items() if keys is None}
    others = sorted(
        (row for row in rows if row not in unsaid and _filled(rows[row])), key=lambda row: _sum(rows[row]), reverse=True
    )
    while unsaid and not _is_safe([n for row in unsaid for n in _filled(rows[row]).values()]):
        if not others:
            return Veil(frozenset((row, key) for row, cells in rows.items() for key in cells), frozenset(rows), True)
        unsaid.add(others.pop())
    cells = {(row, key) for row, keys in hidden.items() for key in (_filled(rows[row]) if row in unsaid else keys)}
    return Veil(frozenset(cells), frozenset(unsaid), False)


def veiled(counts, unit=""):
    """{key: words} of one list {key: number} beside which its sum stands."""
    cells = veil({"": counts}).cells
    return {key: HIDDEN if ("", key) in cells else f"{number:,}{unit}" for key, number in counts.items()}


def _hidden_in(cells):
    """The keys that one row hides; None where it cannot say its sum beside them."""
    filled = _filled(cells)
    if 0 < _sum(cells) <= FEW:
        return None
    hidden = {key for key, number in filled.items() if number <= FEW}
    others = sorted(filled.keys() - hidden, key=lambda key: (filled[key], list(cells).index(key)), reverse=True)
    while hidden and not _is_safe([filled[key] for key in hidden]):
        if not others:
            return None
        hidden.add(others.pop())
    return hidden


def _is_safe(numbers):
    """Whether whoever knows the sum of these, and that each is at least 1, is left in doubt."""
    return len(numbers) > 1 and sum(numbers) - len(numbers) >= ROOM


def _filled(cells):
    return {key: number for key, number in cells.items() if number}


def _sum(cells):
    return sum(cells.values())
