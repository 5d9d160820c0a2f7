"""Contrast of the colour roles (WCAG 2.2: 4.5 for text, 3 for controls), computed from tokens.css itself."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
NAMES = dict(re.findall(r"--([\w-]+):\s*([^;]+);", (CSS / "tokens.css").read_text(encoding="utf-8")))


def colour(name):
    value = NAMES[name]
    while value.startswith("var("):
        value = NAMES[value[6:-1]]
    return value


def light(value):
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(first, other):
    high, low = sorted((light(colour(first)), light(colour(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["white", "c-paper", "key-50"])
@pytest.mark.parametrize(
    "text",
    ["c-text", "c-text-sub", "c-link", "c-link-hover", "c-link-visited", "c-link-active", "c-warn", "key-800", "key-900", "c-ok"],
)
def test_text_on_grounds(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    "text, ground",
    [
        ("c-error", "white"), ("c-error", "c-paper"), ("c-error", "c-error-bg"), ("red-1000", "c-error-bg"), ("c-warn", "c-warn-bg"),
        ("white", "plan"), ("white", "do"), ("white", "check"), ("white", "act"), ("plan", "plan-bg"), ("check", "check-bg"), ("act", "act-bg"),
        ("key-900", "do-bg"), ("white", "key-900"), ("white", "key-1000"), ("white", "key-1200"), ("gray-700", "gray-50"), ("c-text", "yellow-300"),
    ],
)  # fmt: skip
def test_text_on_its_own_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    "line, ground",
    [
        ("c-control", "white"),
        ("c-control", "c-paper"),
        ("gray-536", "c-paper"),
        ("c-focus-ring", "key-1000"),
        ("key-800", "white"),
    ],
)
def test_lines_and_rings(line, ground):
    assert contrast(line, ground) >= 3


def test_the_stylesheets_stay_small():
    import gzip

    files = [path for path in CSS.glob("*.css") if path.name != "admin.css"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 30_000
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 400 for path in files)
