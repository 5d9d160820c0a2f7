"""The file of `make a11y` (tests/a11y.py): what a walk with axe over a running portal found.

{"tested_on": "2026-11-28", "tool": "axe-core 4.10", "widths": [360, 1280],
 "pages": [{"path": "/", "title": "…", "found": [{"rule": "…", "help": "…", "width": 360, "places": 2}]}]}
"""

import datetime
from typing import NamedTuple

MOST = 2_000  # pages


class WrongFile(ValueError):
    """The file is no result of a walk; the message says what is missing, in Japanese."""


class Result(NamedTuple):
    """What a file said, each value of the kind that it should have."""

    tested_on: datetime.date
    tool: str
    widths: list
    pages: list


def read_result(data):
    """The Result of what JSON said. WrongFile for anything that is none: nothing of it is taken in unread."""
    if not isinstance(data, dict):
        raise WrongFile("結果の形になっていません。")
    try:
        day = datetime.date.fromisoformat(data.get("tested_on") or "")
    except (TypeError, ValueError):
        raise WrongFile("試験した日（tested_on）がありません。") from None
    pages = data.get("pages")
    if not isinstance(pages, list) or not 0 < len(pages) <= MOST:
        raise WrongFile("ページの結果（pages）がありません。")
    widths = [width for width in data.get("widths") or () if type(width) is int]
    return Result(day, _words(data.get("tool"), 60), widths, [_page(page) for page in pages])


def _page(page):
    if not isinstance(page, dict) or not isinstance(page.get("found"), list) or not str(page.get("path", "")).startswith("/"):
        raise WrongFile("ページの結果（pages）に、読めないところがあります。")
    found = [one for one in page["found"] if isinstance(one, dict)]
    return {"path": _words(page["path"], 300), "title": _words(page.get("title"), 200), "found": [_breach(one) for one in found]}


def _breach(one):
    counted = {name: one[name] if type(one.get(name)) is int else 0 for name in ("width", "places")}
    return {"rule": _words(one.get("rule"), 60), "help": _words(one.get("help"), 300), **counted}


def _words(value, most):
    return value[:most] if isinstance(value, str) else ""
