"""Kanji that are written in more than one way in names and places: search treats each as its everyday form.

The pairs stand in variants.txt, an old or variant form and the everyday one; they are made by tests/make_variants.py out of
Unicode's Unihan database and not written by hand. Only search text goes through them; what people typed is stored as typed.
"""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".txt")


@cache
def table():
    """{code point: everyday character}"""
    pairs = (line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {ord(old): new for line in pairs for old, new in line}
