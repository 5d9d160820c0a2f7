"""The drawings of pages: town, doors, scenes, the city's mark. One file each in svg/, their colours are tokens of tokens.css."""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .palette import spelled_out

FOLDER = Path(__file__).with_name("svg")


class Drawing(NamedTuple):
    """`digest` changes whenever the drawing or a colour of it does: it is part of the address, which may be kept for ever."""

    svg: bytes
    digest: str


@cache
def names():
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def drawing(name, hue=None):
    """The Drawing of one of the names(), in the city's hue (None: as tokens.css says). KeyError for another name."""
    if name not in names():
        raise KeyError(name)
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    svg = spelled_out(text, hue).encode()
    return Drawing(svg, hashlib.sha256(svg).hexdigest()[:12])
