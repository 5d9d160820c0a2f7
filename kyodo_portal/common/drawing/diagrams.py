"""Diagrams drawn by the server: inline SVG with a title and a description, presentation attributes only (strict CSP).

Every diagram stands beside the same content as text (a list or a table): the picture is never the only way to know.
Sizes: at 360 CSS pixels a figure is about 294 pixels wide, and no text may fall below 13 pixels there.
"""

import math

from django.utils.html import format_html, format_html_join

from kyodo_portal.common.japanese.line_breaking import best, em
from kyodo_portal.common.phases import PHASES

from .palette import ink

PHASE_INKS = tuple(ink(phase) for phase in PHASES)
GROUND, PAPER, ON_KEY = ink("c-surface"), ink("c-paper"), ink("c-on-key")  # ON_KEY: words on what is filled
KEY, DARK, LINE, LEAF = ink("key-900"), ink("key-1000"), ink("key-800"), ink("key-50")
NARROW = 294  # CSS pixels that a figure gets on a 360 pixel screen
SMALLEST = 13  # CSS pixels


def svg(name, width, height, title, description, parts):
    """One drawing with an accessible name. `name` makes the ids: unique on the page."""
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{n}-t {n}-d"><title id="{n}-t">{}</title><desc id="{n}-d">{}</desc>'
        '<rect width="{}" height="{}" fill="{}"/>{}</svg>',
        _n(width), _n(height), title, description, _n(width), _n(height), GROUND, format_html_join("", "{}", ((part,) for part in parts)), n=name,
    )  # fmt: skip


def text(x, y, words, size, fill=DARK, anchor="middle"):
    """One line of text; `y` is its middle, not its baseline."""
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" font-size="{}" fill="{}">{}</text>',
        _n(x),
        _n(y + size * 0.36),
        anchor,
        _n(size),
        fill,
        words,
    )


def broken_lines(words, length):
    """`words` in lines of at most `length` characters, never beginning a line with a mark that may not."""
    out = []
    while len(words) > length:
        cut = length
        while cut > 1 and words[cut] in "・、。）」ー〜":
            cut -= 1
        out.append(words[:cut])
        words = words[cut:]
    return [*out, words]


def _n(value):
    """A coordinate with no more digits than the eye needs; never a comma or a local form."""
    return f"{value:.1f}".removesuffix(".0")


def pdca_wheel(name="wheel"):
    """The four phases as a wheel around 対話."""
    parts = [_arc(number, fill) for number, fill in enumerate(PHASE_INKS)]
    parts.append(format_html('<circle cx="200" cy="200" r="72" fill="{}" stroke="{}" stroke-width="3"/>', PAPER, DARK))
    parts.append(text(200, 200, "対話", 40))
    for number, word in enumerate(PHASES.values()):
        angle = math.radians(-43 + 90 * number)
        x, y = 200 + 142 * math.cos(angle) + (11 if len(word) > 3 else 0), 200 + 142 * math.sin(angle)
        parts += [text(x, y - 18, number + 1, 22, ON_KEY), text(x, y + 10, word, 21 if len(word) > 3 else 27, ON_KEY)]
    description = "計画、実施、ふりかえり、見直しの順に時計回りに進み、また計画に戻る輪。まん中に「対話」がある。"
    return svg(name, 400, 400, "協働の4つの段階の図", description, parts)


def _arc(number, fill):
    """A quarter of the wheel with an arrow's tip at its end and a notch at its beginning."""
    outer, inner, middle = 190, 92, 141
    start, end, tip, notch = (math.radians(degrees + 90 * number) for degrees in (-88, -8, 2, -78))

    def at(radius, angle):
        return f"{200 + radius * math.cos(angle):.1f} {200 + radius * math.sin(angle):.1f}"

    path = (
        f"M{at(outer, start)}A{outer} {outer} 0 0 1 {at(outer, end)}L{at(middle, tip)}L{at(inner, end)}"
        f"A{inner} {inner} 0 0 0 {at(inner, start)}L{at(middle, notch)}Z"
    )
    return format_html('<path d="{}" fill="{}"/>', path, fill)


def flow(titles, name="flow", returns=True, title=""):
    """Numbered steps from top to bottom; `returns` draws the way back from the last to the first."""
    width, size, left, right = 360, 19, 4, 320
    parts, y, middles = [], 4, []
    for number, title in enumerate(titles, start=1):
        words = broken_lines(title, 13)
        height = 30 + 26 * len(words)
        if number > 1:
            parts.append(_arrow_down(162, y, y + 26))
            y += 28
        middle = y + height / 2
        middles.append(middle)
        parts.append(format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="12" fill="{}" stroke="{}" stroke-width="2"/><circle cx="32" cy="{}" r="17" fill="{}"/>',
            left, _n(y), right - left, _n(height), LEAF, LINE, _n(middle), KEY,
        ))  # fmt: skip
        parts.append(text(32, middle, number, 19, ON_KEY))
        for row, line in enumerate(words):
            parts.append(text(58, middle + (row - (len(words) - 1) / 2) * 26, line, size, DARK, "start"))
        y += height
    if returns and len(middles) > 1:
        first, last = middles[0], middles[-1]
        path = f"M{right} {last:.1f}H344V{first:.1f}H{right + 10}"
        parts.append(format_html('<path d="{}" fill="none" stroke="{}" stroke-width="3"/>', path, LINE))
        parts.append(format_html('<path d="M{} {}l12 -7v14z" fill="{}"/>', right + 2, _n(first), LINE))
    description = "、".join(f"{number} {title}" for number, title in enumerate(titles, start=1)) + "の順に進む。"
    description += "最後の段から、また最初の段に戻る。" if returns else ""
    return svg(name, width, y + 4, f"{title or '進みかた'}の{len(titles)}つの段の図", description, parts)


def _arrow_down(x, top, bottom):
    return format_html(
        '<path d="M{} {}V{}" stroke="{}" stroke-width="3"/><path d="M{} {}l-8 -11h16z" fill="{}"/>',
        _n(x), _n(top), _n(bottom - 6), LINE, _n(x), _n(bottom + 1), LINE,
    )  # fmt: skip


def role_map(names, centre="目的や課題", name="role-map"):
    """The actors in a ring around what they have in common; "" where there are too many, or a name does not fit its circle."""
    count = len(names)
    if not 2 <= count <= 8:
        return ""
    share = math.sin(math.pi / count)
    radius = min(65, (194 * share - 3) / (1 + share))  # neighbours do not touch, and nothing leaves the drawing
    ring = 198 - radius
    labels = [_inscribed(label, radius - 2, (28, 24, 20, 18)) for label in names]
    middle = _inscribed(centre, min(72, ring - radius - 8) - 4, (24, 20, 18))
    if not middle or not all(labels):
        return ""
    parts = []
    angles = [math.radians(-90 + 360 / count * number) for number in range(count)]
    places = [(200 + ring * math.cos(angle), 200 + ring * math.sin(angle)) for angle in angles]
    for x, y in places:
        parts.append(format_html('<path d="M200 200L{} {}" stroke="{}" stroke-width="4"/>', _n(x), _n(y), LINE))
    parts.append(format_html('<circle cx="200" cy="200" r="{}" fill="{}"/>', _n(min(72, ring - radius - 8)), KEY))
    parts += _block(200, 200, *middle, ON_KEY)
    for (x, y), label in zip(places, labels, strict=True):
        parts.append(
            format_html(
                '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="3"/>',
                _n(x),
                _n(y),
                _n(radius - 2),
                LEAF,
                LINE,
            )
        )
        parts += _block(x, y, *label, DARK)
    description = f"まん中に「{centre}」があり、{'、'.join(names)}が輪になって、それぞれ線で結ばれている。"
    return svg(name, 400, 400, f"「{centre}」を囲む輪の図", description, parts)


def _inscribed(words, radius, sizes):
    """(lines, size) with which the words stand inside a circle, as large as may be; None where even the smallest does not fit.

    What stands in brackets is left out before giving up: the list beside the drawing has it.
    """
    short = words.partition("（")[0]
    for spelled in dict.fromkeys((words, short)):
        fitting = []
        for size in sizes:
            for width in range(2, int(radius * 2 / size) + 1):
                broken, cuts = best(spelled, width)
                step = size * 1.15
                edges = [
                    (em(row) * size / 2, abs(at - (len(broken) - 1) / 2) * step + size * 0.4) for at, row in enumerate(broken)
                ]
                if broken and all(math.hypot(*edge) <= radius - 1 for edge in edges):
                    fitting.append((cuts, -size, len(broken), broken))
        if fitting:
            _, size, _, broken = min(fitting)
            return broken, -size
    return None


def _block(x, y, text_lines, size, fill):
    return [text(x, y + (at - (len(text_lines) - 1) / 2) * size * 1.15, row, size, fill) for at, row in enumerate(text_lines)]
