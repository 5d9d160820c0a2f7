"""The colours of drawings and of the browser's frame: those of static/css/tokens.css, where a city changes them."""

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
REFERENCE = re.compile(r"var\(--([\w-]+)\)")


@cache
def _tokens():
    """{name: value} as written; where a name is said twice (@media), the first counts."""
    tokens = TOKEN.findall(COMMENT.sub("", TOKENS.read_text(encoding="utf-8")))
    return dict(reversed(tokens))


def colour(name):
    """`#115a36` for "key-900": the value of a token, through every token that it names. KeyError for an unknown one."""
    value = _tokens()[name].strip()
    reference = REFERENCE.fullmatch(value)
    return colour(reference[1]) if reference else value


def ink(name):
    """`var(--key-900)` for "key-900": for a drawing inside a page, which follows whoever prefers the dark. KeyError as above."""
    colour(name)
    return f"var(--{name})"


def spelled_out(svg):
    """The drawing with every token's value in its place: for one that stands alone, where no page says what a token is."""
    return REFERENCE.sub(lambda match: colour(match[1]), svg)
