"""How much room a proposal takes on A4: the size of its letters, and how many pages it is given.

Lines are counted as if every letter were a whole em: a printed page never holds less than is said here. The measures are those of
static/css/print_sheets.css, in millimetres.
"""

from itertools import count
from math import ceil, floor

SIZES = (9.5, 8.5, 7.5, 6.5)  # pt, of the classes kp-ps--1 …
PAGES = 2  # what one proposal is given, unless its smallest letters need more
HEIGHT, WIDTH = 271, 182  # A4 without the margins
HEAD = 30  # title, facts in short
LABEL = 38
LOST = 12  # at the foot of a page, where a row did not fit any more
EM, LEADING = 0.3528, 1.4


def fit(sections):
    """(number of the size from 1, pages) for the DrawnSections of a proposal: the largest letters with which two pages hold it."""
    for number, size in enumerate(SIZES, start=1):
        if _height(sections, size) <= _given(PAGES):
            return number, PAGES
    needed = _height(sections, SIZES[-1])
    return len(SIZES), next(pages for pages in count(PAGES + 1) if needed <= _given(pages))


def _given(pages):
    return pages * (HEIGHT - LOST) - HEAD


def _height(sections, size):
    return sum(_section(section, size * EM) for section in sections)


def _section(section, em):
    line = em * LEADING
    used = 1.2 * line + 3  # its heading
    used += sum(_lines(row.value, WIDTH - LABEL, em, least=_lines(row.label, LABEL, em)) * line + 1 for row in section.rows)
    used += sum(_table(table, em) for table in section.tables)
    return used + len(section.files) * line + (2 * line if section.empty else 0)


def _table(table, em):
    line, width = em * LEADING, WIDTH / max(len(table.head), 1) - 3
    rows = [[line_.heading, *(text for _, text in line_.cells)] for line_ in table.lines]
    return line + 2 + sum(max(_lines(cell, width, em) for cell in cells) * line + 1.2 for cells in (table.head, *rows))


def _lines(text, width, em, *, least=1):
    letters = max(floor(width / em), 1)
    return max(sum(max(ceil(len(part) / letters), 1) for part in str(text).split("\n")), least)
