"""The face of whoever has no picture: a shape that says the kind, and the first letter of the name.

The kind stands beside it in words: shape and colour only help to find it again.
"""

import unicodedata
from functools import lru_cache

from django.utils.html import format_html

from kyodo_portal.common.japanese.legal_forms import LEGAL_FORMS

# shape: (outline in a field of 64 by 64, where the letter's foot stands). A house is lower, a shield higher.
SHAPES = {
    "group": ("M32 2a30 30 0 1 1 0 60 30 30 0 0 1 0-60z", 42),
    "town": ("M32 3L61 25q1 1 1 3v30q0 4-4 4H6q-4 0-4-4V28q0-2 1-3z", 46),
    "firm": ("M12 3h40q9 0 9 9v40q0 9-9 9H12q-9 0-9-9V12q0-9 9-9z", 42),
    "school": ("M32 2l27 15v30L32 62 5 47V17z", 42),
    "city": ("M5 5h54v32c0 13-12 21-27 25C17 58 5 50 5 37z", 40),
    "person": ("M32 3c16-3 29 8 28 26s-8 32-27 32S3 50 4 31 16 6 32 3z", 42),
    "other": (
        "M32 2c6 8 8 2 16 6s6 10 14 12c-3 9 0 14-4 22s-10 8-14 16c-8-2-16 2-24-2S10 48 4 42C8 34 4 28 6 20s10-8 12-14c6 2 10-1 14-4z",
        42,
    ),
}


def letter_of(name):
    """雪 for 「NPO法人雪おろしの会」: the first letter that is the group's own."""
    rest = unicodedata.normalize("NFKC", name).strip()
    for form in LEGAL_FORMS:
        rest = rest.removeprefix(form).lstrip()
    return (rest.lstrip("()「 ") or name)[:1]


def face(shape, name, size=""):
    """The face as SVG, hidden from screen readers. size: "" 56 px, "s" 40 px, "l" 88 px."""
    return _drawn(shape, letter_of(name), size)


@lru_cache(maxsize=2048)
def _drawn(shape, letter, size):
    """Drawn once in a process: a list shows one a row. Kept by its letter and not by a name, which may be a person's."""
    outline, foot = SHAPES[shape]
    css = f"kp-face kp-face--{shape}" + (f" kp-face--{size}" if size else "")
    return format_html(
        '<svg class="{}" viewBox="0 0 64 64" aria-hidden="true"><path d="{}"/><text x="32" y="{}">{}</text></svg>',
        css, outline, foot, letter,
    )  # fmt: skip
