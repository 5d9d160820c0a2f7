"""The colours of drawings and of the browser's frame: those of static/css/tokens.css, in the city's hue where it chose one.

Contrast (WCAG 2.2) depends on the relative luminance of two colours and on nothing else. So each shade of a hue has the luminance of the
shade whose place it takes, a light one at least and a dark one at most: what is readable in the standard green is so in every hue.
"""

import colorsys
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOKENS = Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
REFERENCE = re.compile(r"var\(--([\w-]+)\)")

HUES = 360
# Shade by shade (HSL saturation, whether it is a ground: in the dark grounds are the words).
SHADES = {
    "hue-50": (0.45, True), "hue-100": (0.42, True), "hue-200": (0.42, True), "hue-300": (0.42, True), "hue-600": (0.6, False),
    "hue-800": (0.66, False), "hue-900": (0.68, False), "hue-1000": (0.7, False), "hue-1200": (0.84, False),
}  # fmt: skip
FINEST = 2**-12  # of lightness: finer than one step of 255


@cache
def _tokens():
    """{name: value} as written; where a name is said twice (@media), the first counts."""
    tokens = TOKEN.findall(COMMENT.sub("", TOKENS.read_text(encoding="utf-8")))
    return dict(reversed(tokens))


def colour(name, hue=None):
    """`#115a36` for "key-900": the value of a token, through every token that it names. KeyError for an unknown one.

    hue: the city's, in degrees (0 to 359); None: as tokens.css says.
    """
    value = (hue is not None and shades(hue).get(name)) or _tokens()[name].strip()
    reference = REFERENCE.fullmatch(value)
    return colour(reference[1], hue) if reference else value


def ink(name):
    """`var(--key-900)` for "key-900": for a drawing inside a page, which follows whoever prefers the dark. KeyError as above."""
    colour(name)
    return f"var(--{name})"


def spelled_out(svg, hue=None):
    """The drawing with every token's value in its place: for one that stands alone, where no page says what a token is."""
    return REFERENCE.sub(lambda match: colour(match[1], hue), svg)


@cache
def shades(hue):
    """{"hue-50": #rrggbb, …} of a hue in degrees."""
    return {name: _shade(name, hue) for name in SHADES}


class Sheet(NamedTuple):
    """A style sheet with the shades of a hue; `digest` is part of its address, which may be kept for ever."""

    css: bytes
    digest: str


@cache
def sheet(hue):
    """The Sheet of a hue in degrees: from --hue-50 to --hue-1200 every other colour of a city follows (tokens.css, dark.css)."""
    css = f":root {{ {' '.join(f'--{name}: {value};' for name, value in shades(hue).items())} }}\n".encode()
    return Sheet(css, hashlib.sha256(css).hexdigest()[:12])


def luminance(value):
    """Relative luminance (WCAG 2.2) of #rrggbb, 0 to 1."""
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shade(name, hue):
    """The colour of this hue that is as light as the standard one: by halving, for nothing else inverts luminance."""
    (saturation, is_ground), wanted = SHADES[name], luminance(colour(name))
    low, high = 0.0, 1.0
    while high - low > FINEST:
        middle = (low + high) / 2
        low, high = (middle, high) if luminance(_hex(hue, middle, saturation)) < wanted else (low, middle)
    return _hex(hue, high if is_ground else low, saturation)


def _hex(hue, lightness, saturation):
    parts = colorsys.hls_to_rgb(hue / HUES, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
