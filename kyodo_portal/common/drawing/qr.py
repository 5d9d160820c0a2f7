"""An address as a QR code, so that whoever holds the paper gets back to the page."""

from functools import lru_cache
from itertools import groupby

import segno
from django.utils.html import format_html

QUIET = 4  # modules of margin, without which no telephone reads it


@lru_cache(maxsize=256)
def qr_code(address, name):
    """The SVG: black on whatever light ground the page gives it (`kp-qr`). name: what it is, for those who do not see it."""
    rows = segno.make(address, error="m", micro=False).matrix
    side = len(rows) + 2 * QUIET
    drawn = "".join(f"M{x + QUIET} {y + QUIET}h{n}v1h-{n}z" for y, row in enumerate(rows) for x, n in _dark_runs(row))
    return format_html(
        '<svg class="kp-qr kp-qr--s" viewBox="0 0 {} {}" role="img" aria-label="{}"><path d="{}" shape-rendering="crispEdges"/></svg>',
        side, side, name, drawn,
    )  # fmt: skip


def _dark_runs(row):
    """(where it begins, how long it is) of each run of dark squares."""
    at = 0
    for dark, squares in groupby(row):
        length = len(list(squares))
        if dark:
            yield at, length
        at += length
