"""Contrast of the colour roles (WCAG 2.2: 4.5 for text, 3 for controls), computed from the style sheets, in the light and in the dark."""

import colorsys
import gzip
import re
from pathlib import Path

import pytest

from kyodo_portal.common.drawing import palette, pictures
from kyodo_portal.common.drawing.diagrams import pdca_wheel
from tests.house import our_templates, text

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


def values(name):
    """{token: value as written} of a sheet's first `:root`."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    return dict(TOKEN.findall(re.search(r":root \{(.*?)\n *\}", text, flags=re.DOTALL)[1]))


LIGHT, DARK = values("tokens.css"), values("dark.css")
SETS = {"light": LIGHT, "dark": LIGHT | DARK}


def resolved(name, tokens):
    value = tokens[name]
    while value.startswith("var("):
        value = tokens[value[6:-1]]
    return value


def light(value):
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(first, other, tokens):
    high, low = sorted((light(resolved(first, tokens)), light(resolved(other, tokens))), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("c-bg", "c-surface", "c-paper", "key-50")
TEXTS = (
    "c-text", "c-text-sub", "c-link", "c-link-hover", "c-link-visited", "c-link-active", "c-warn", "key-800", "key-900", "key-1000",
    "c-ok", "c-info",
)  # fmt: skip
# Words on a ground of their own.
PAIRS = (
    ("c-error", "c-bg"), ("c-error", "c-surface"), ("c-error", "c-paper"), ("c-error", "c-error-bg"), ("c-error-text", "c-error-bg"),
    ("c-error-text", "c-surface"), ("c-warn", "c-warn-bg"), ("c-ok", "c-ok-bg"), ("key-900", "c-ok-bg"), ("key-900", "key-100"),
    ("key-1000", "key-100"), ("key-1200", "key-200"), ("key-900", "do-bg"), ("plan", "plan-bg"), ("check", "check-bg"),
    ("act", "act-bg"), ("plan", "c-surface"), ("check", "c-surface"), ("act", "c-surface"), ("c-info", "c-info-bg"),
    ("c-link", "c-info-bg"), ("c-text", "c-info-bg"), ("c-text", "c-warn-bg"), ("c-text", "c-error-bg"), ("c-text", "act-bg"),
    ("c-quiet", "c-quiet-bg"), ("c-text-sub", "c-quiet-bg"), ("c-link-hover", "c-hover"), ("c-text", "c-target"), ("c-link", "c-target"),
    ("c-text", "c-marker"), ("key-900", "c-marker"), ("c-link", "c-marker"), ("c-text", "c-focus-bg"), ("c-link", "c-focus-bg"),
    ("c-on-deep", "c-deep"), ("c-text", "key-100"),
    *(("c-on-key", ground) for ground in ("key-800", "key-900", "key-1000", "key-1200", "plan", "do", "check", "act", "c-error")),
    *((f"{face}", f"{face}-bg") for face in ("group", "town", "firm", "school", "city", "person", "other")),
)  # fmt: skip
LINES = (
    *((line, ground) for line in ("c-control", "c-edge", "key-800") for ground in ("c-bg", "c-surface", "c-paper")),
    *(("c-focus", ground) for ground in ("c-bg", "c-surface", "c-paper", "key-50")),
    ("c-focus-ring", "c-deep"), ("c-focus-ring", "c-focus"), ("key-900", "c-track"), ("key-600", "c-bg"),
)  # fmt: skip
# The white ring of the dark stands around a yellow one: both are bright, and the ground between them and the words is dark.
BRIGHT_BOTH = {("c-focus-ring", "c-focus")}


@pytest.mark.parametrize("scheme", SETS)
def test_contrast(scheme):
    tokens = SETS[scheme]
    texts = [*((text, ground) for text in TEXTS for ground in GROUNDS), *PAIRS]
    measured = [(text, ground, contrast(text, ground, tokens), 4.5) for text, ground in texts]
    measured += [
        (line, ground, contrast(line, ground, tokens), 3)
        for line, ground in LINES
        if scheme == "light" or (line, ground) not in BRIGHT_BOTH
    ]
    assert [f"{one} on {ground}: {found:.2f}, not {asked}" for one, ground, found, asked in measured if found < asked] == []


@pytest.mark.parametrize("scheme", SETS)
def test_every_hue_that_a_city_can_choose_is_as_readable(scheme):
    """The same pairs in all 360 hues: what the standard green holds, with the same bars."""
    texts = [(text, ground, 4.5) for text, ground in (*((text, ground) for text in TEXTS for ground in GROUNDS), *PAIRS)]
    pairs = texts + [(line, ground, 3) for line, ground in LINES if scheme == "light" or (line, ground) not in BRIGHT_BOTH]
    breaches = []
    for hue in range(palette.HUES):
        tokens = SETS[scheme] | palette.shades(hue)
        shown = {name: light(resolved(name, tokens)) for name in {name for one, ground, _ in pairs for name in (one, ground)}}
        for one, ground, asked in pairs:
            high, low = sorted((shown[one], shown[ground]), reverse=True)
            if (high + 0.05) / (low + 0.05) < asked:
                breaches.append(f"{hue}: {one} on {ground}")
    assert breaches == []


def test_a_hue_is_seen():
    """The main colour of a hue is of that hue, and no grey."""
    for hue in range(0, palette.HUES, 15):
        value = palette.colour("key-900", hue)
        found, saturation, _ = colorsys.rgb_to_hsv(*(int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)))
        assert min(abs(found * 360 - hue), 360 - abs(found * 360 - hue)) < 4 and saturation > 0.6, (hue, value)


def test_the_dark_set_names_every_colour_that_is_not_taken_over():
    """A role that is forgotten stays light in the dark: whatever names a value of its own is named there too, or is a primitive."""
    primitive = re.compile(r"(?:\w+-\d+|white|black)$")
    own = {name for name, value in LIGHT.items() if value.startswith("#") and not primitive.match(name)}
    own |= {
        name
        for name, value in LIGHT.items()
        if re.match(r"var\(--(?!hue|key|c-)", value) and name.startswith(("c-", "plan", "check", "act"))
    }
    assert own - set(DARK) == {"c-focus-ring", "c-code"}
    assert set(DARK) <= set(LIGHT)


def test_another_hue_leaves_nothing_green(tmp_path, monkeypatch):
    """A city changes nine lines of tokens.css. What is well (`c-ok`) is green for every city."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    changed, count = re.subn(r"(--hue-\d+: var\(--)green-(?:50|100|200|300|600|800|900|1000|1200)\)", r"\1purple-900)", text)
    assert count == 9
    monkeypatch.setattr(palette, "TOKENS", tmp_path / "tokens.css")
    palette.TOKENS.write_text(changed, encoding="utf-8")
    tokens = dict(TOKEN.findall(re.sub(r"/\*.*?\*/", "", changed, flags=re.DOTALL)))
    green = [name for name in tokens if not name.startswith("green-") and is_green(resolved(name, tokens))]
    green += [f"{name} in the dark" for name in DARK if is_green(resolved(name, tokens | DARK))]
    assert sorted(green) == ["c-ok", "c-ok in the dark", "c-ok-bg", "c-ok-bg in the dark"]
    caches = (palette._tokens, pictures.drawing)
    for cached in caches:
        cached.cache_clear()
    try:
        drawn = {name: pictures.drawing(name).svg.decode() for name in pictures.names()} | {
            "wheel": palette.spelled_out(pdca_wheel())
        }
    finally:
        for cached in caches:
            cached.cache_clear()
    found = {
        name: [one for one in re.findall(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", svg) if is_green(one)] for name, svg in drawn.items()
    }
    assert {name: colours for name, colours in found.items() if colours} == {}


def is_green(value):
    if not value.startswith("#"):
        return False
    digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
    hue, saturation, _ = colorsys.rgb_to_hsv(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    return 90 <= hue * 360 <= 175 and saturation > 0.06


def test_the_stylesheets_of_a_page_stay_small():
    """What a page asks for, packed: the sheets of every page and those that its template adds."""
    packed = {path.name: len(gzip.compress(path.read_bytes())) for path in CSS.glob("*.css")}
    named = {name: set(re.findall(r"css/(\w+\.css)", text(path))) for name, path in our_templates().items()}
    of_every_page = named.pop("base.html")
    for name, sheets in named.items():
        if not name.startswith(("admin/", "pages/gallery")):
            assert sum(packed[sheet] for sheet in of_every_page | sheets) <= 30_000, name
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 400 for path in CSS.glob("*.css"))
