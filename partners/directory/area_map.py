"""The sketch map of the city: shapes are data (a JSON file), which area has which shape says `Area.code`.

    {"view_box": [x, y, width, height],
     "areas": {"katakai": {"path": "M66 22L150 8…z", "label": [105, 72], "name": "short name, where the area's own is too long"}},
     "water": [{"path": "…", "name": "信濃川", "label": [296, 440]}], "hills": ["…"], "north": [330, 36]}

Only `view_box` and `areas` are needed. A city without a file has no drawing, and the list of its areas says the same.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.checks import Error, register

PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz\d\s.,-]+")
LINE = 19  # from the name of an area to its number


class Shape(NamedTuple):
    """One area of the map in the map's own units; `name` is "" where the area's own name fits. `number_y`: where its number stands."""

    path: str
    x: float
    y: float
    number_y: float
    name: str


class Water(NamedTuple):
    path: str
    name: str
    x: float
    y: float


class AreaMap(NamedTuple):
    """`shapes`: {code of an area: Shape}; `north`: (x, y) of the word 北 or None."""

    view_box: str
    shapes: dict
    water: tuple
    hills: tuple
    north: tuple | None


def read(path):
    """The AreaMap of a file. ValueError, KeyError or TypeError for what is none; OSError where there is no such file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    shapes = {}
    for code, row in data["areas"].items():
        x, y = map(float, row["label"])
        shapes[code] = Shape(_path(row["path"]), x, y, y + LINE, row.get("name", ""))
    water = tuple(Water(_path(row["path"]), row.get("name", ""), *map(float, row["label"])) for row in data.get("water", ()))
    left, top, width, height = map(float, data["view_box"])
    north = tuple(map(float, data["north"])) if "north" in data else None
    return AreaMap(f"{left:g} {top:g} {width:g} {height:g}", shapes, water, tuple(map(_path, data.get("hills", ()))), north)


def _path(text):
    if not PATH.fullmatch(text):
        raise ValueError(f"not a path: {text[:40]}")
    return text


@cache
def _read_once(path):
    return read(path)


def area_map():
    """The AreaMap of this city; None where it has none."""
    return _read_once(settings.BASE_DIR / settings.KYODO_AREA_MAP) if settings.KYODO_AREA_MAP else None


@register
def area_map_is_whole(app_configs, **kwargs):
    """Asked at every start: a file that cannot be drawn."""
    try:
        area_map()
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = "docs/operations.md の KYODO_AREA_MAP を見て、ファイルを直してください。"
        return [Error(f"地域の略図「{settings.KYODO_AREA_MAP}」を読めません：{error!r}", hint=hint, id="partners.E001")]
    return []
