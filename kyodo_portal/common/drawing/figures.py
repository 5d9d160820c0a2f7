"""Drawings out of a list that somebody wrote in a text: steps that rise, a ladder, a map with two axes, pillars.

Each takes [(name, words)] and gives an SVG, or "" where the list does not fit the drawing: the page then shows the list alone.
Sizes as in diagrams.py: at 360 pixels a figure is 294 pixels wide, so that in 400 units no text may be smaller than 18.
"""

from django.utils.html import format_html

from kyodo_portal.common.japanese.line_breaking import balanced, em

from .diagrams import DARK, KEY, LEAF, LINE, ON_KEY, svg, text
from .palette import ink

SIZE, ROW = 18, 23
PALE, LIGHT, MIDDLE = ink("key-100"), ink("key-200"), ink("key-300")
TINTS = (LEAF, PALE, LIGHT, MIDDLE, MIDDLE)
WORDS, HAIRLINE = ink("c-text"), ink("c-track")
NEAR = ("の端", "の側", "", "の側", "の端")


def stairs(entries, title, name):
    """Steps that rise from the left to the right."""
    if not 2 <= len(entries) <= 5:
        return ""
    wide = 400 / len(entries)
    labels = [balanced(label, (wide - 16) / SIZE) for label, _ in entries]
    if any(len(lines) > 4 for lines in labels):
        return ""
    rise, foot = 54, max(map(len, labels)) * ROW + 56
    height = foot + rise * (len(entries) - 1) + 8
    parts = []
    for number, lines in enumerate(labels):
        left, top = wide * number, height - foot - rise * number
        parts.append(_box(left + 2, top, wide - 4, height - top - 2, TINTS[number], 8))
        parts.append(_badge(left + wide / 2, top + 26, number + 1))
        parts += _lines(lines, left + wide / 2, top + 48 + len(lines) * ROW / 2)
        if number:
            parts.append(_rising(left - wide / 2, top + rise - 8, left - 4, top + 22))
    description = f"{'、'.join(label for label, _ in entries)}の順に、左から右へ1段ずつ高くなる階段。"
    return svg(name, 400, height, f"{title}の図", description, parts)


def ladder(entries, title, name, between="できないことは、上の段へ"):
    """A ladder: the nearest stands at the foot, and what it cannot do goes up."""
    if not 2 <= len(entries) <= 6:
        return ""
    labels = [balanced(label, 12) for label, _ in entries]
    if any(len(lines) > 3 for lines in labels):
        return ""
    tall = [len(lines) * ROW + 30 for lines in labels]
    gap, top = 40, 14
    height = sum(tall) + gap * (len(entries) - 1) + 2 * top
    parts = [format_html('<path d="M20 4V{}M380 4V{}" stroke="{}" stroke-width="8" stroke-linecap="round"/>', n(height - 4), n(height - 4), LIGHT)]  # fmt: skip
    y = height - top
    for number, lines in enumerate(labels):
        y -= tall[number]
        parts.append(format_html('<path d="M20 {}H380" stroke="{}" stroke-width="8"/>', n(y + tall[number] / 2), LIGHT))
        parts.append(_box(36, y, 328, tall[number], LEAF if number else PALE, 12, LINE))
        parts.append(_badge(66, y + tall[number] / 2, number + 1))
        parts += _lines(lines, 218, y + tall[number] / 2, 20)
        if number + 1 < len(entries):
            y -= gap
            parts.append(format_html('<path d="M66 {}V{}" stroke="{}" stroke-width="3"/><path d="M66 {}l-8 11h16z" fill="{}"/>', n(y + gap - 3), n(y + 11), LINE, n(y + 3), LINE))  # fmt: skip
            parts.append(text(220, y + gap / 2, between, SIZE, KEY))
    description = f"はしご。下から{'、'.join(label for label, _ in entries)}の順に並び、{between}と進む。"
    return svg(name, 400, height, f"{title}の図", description, parts)


def pillars(entries, title, name):
    """Pillars side by side under one roof that carries the title."""
    if not 2 <= len(entries) <= 4:
        return ""
    wide = 400 / len(entries)
    room = (wide - 22) / SIZE
    heads = [balanced(label, room) for label, _ in entries]
    bodies = [balanced(words, room) for _, words in entries]
    roof = balanced(title, 13)
    if any(len(lines) > 5 for lines in heads) or len(roof) > 2:
        return ""
    bodies = bodies if all(len(lines) <= 6 for lines in bodies) else [[] for _ in entries]
    top, head, body = 40 + len(roof) * ROW + 14, max(map(len, heads)) * ROW + 24, max(map(len, bodies)) * ROW
    height = top + head + body + (20 if body else 0) + 24
    parts = [format_html('<path d="M200 2L396 38V{}H4V38z" fill="{}"/>', n(top - 8), KEY)]
    parts += _lines(roof, 200, 38 + len(roof) * ROW / 2, 20, ON_KEY)
    for number, lines in enumerate(heads):
        left = wide * number
        parts.append(_box(left + 8, top - 8, wide - 16, height - top - 8, LEAF, 0, LINE))
        parts += _lines(lines, left + wide / 2, top + head / 2)
        if bodies[number]:
            parts.append(format_html('<path d="M{} {}h{}" stroke="{}" stroke-width="2"/>', n(left + 20), n(top + head), n(wide - 40), LINE))  # fmt: skip
            parts += _lines(bodies[number], left + wide / 2, top + head + 10 + len(bodies[number]) * ROW / 2, SIZE, WORDS)
    parts.append(_box(0, height - 18, 400, 16, KEY, 4))
    description = f"「{title}」を、{'、'.join(label for label, _ in entries)}の{len(entries)}本の柱が支える。"
    return svg(name, 400, height, f"{title}の図", description, parts)


def places(entries):
    """[(name, x, y)] of a map's list, each 1 to 5; None where a line does not say so."""
    spots = []
    for label, words in entries:
        x, _, y = words.partition("・")
        if x.strip() not in tuple("12345") or y.strip() not in tuple("12345"):
            return None
        spots.append((label, int(x), int(y)))
    return spots


def place_words(axes, x, y):
    """A place on the map in words: 公益性の端・規模大の側."""
    across = f"{axes[0] if x < 3 else axes[1]}{NEAR[x - 1]}" if x != 3 else f"{axes[0]}と{axes[1]}の中ほど"
    up = f"{axes[2] if y < 3 else axes[3]}{NEAR[y - 1]}" if y != 3 else f"{axes[2]}と{axes[3]}の中ほど"
    return f"{across}、{up}"


def chart(entries, axes, name):
    """A map with two axes (words at the left, right, bottom, top). Every row is as high as its names need, so none overlap."""
    spots = places(entries)
    if not spots or len(spots) > 30 or len(axes) != 4 or any(em(word) > 6 for word in axes):
        return ""
    parts, y = [], 40
    for level in range(5, 0, -1):
        row = [(label, x) for label, x, at in spots if at == level]
        cells = _cells(row)
        high = max([sum(len(lines) * 20 + 14 for lines in labels) for _, _, labels in cells], default=22) + 10
        for left, wide, labels in cells:
            at = y + (high - sum(len(lines) * 20 + 14 for lines in labels)) / 2
            for lines in labels:
                parts.append(_box(left + 2, at + 2, wide - 4, len(lines) * 20 + 10, LEAF, 8, LINE))
                parts += [text(left + wide / 2, at + 7 + 20 * (line + 0.5), words, SIZE) for line, words in enumerate(lines)]
                at += len(lines) * 20 + 14
        y += high
        if level > 1:
            parts.append(format_html('<path d="M6 {}H394" stroke="{}" stroke-width="1"/>', n(y), HAIRLINE))
    back = [format_html('<path d="M200 34V{}" stroke="{}" stroke-width="2"/>', n(y + 4), HAIRLINE)]
    marks = [
        text(200, 18, f"↑ {axes[3]}", SIZE, KEY),
        text(200, y + 20, f"↓ {axes[2]}", SIZE, KEY),
        text(6, y + 20, f"← {axes[0]}", SIZE, KEY, "start"),
        text(394, y + 20, f"{axes[1]} →", SIZE, KEY, "end"),
    ]
    description = "。".join(f"{label}は{place_words(axes, x, at)}" for label, x, at in spots)
    subject = f"左が{axes[0]}、右が{axes[1]}、下が{axes[2]}、上が{axes[3]}の図"
    return svg(name, 400, y + 36, subject, f"{description}。", [*back, *parts, *marks])


def _cells(row):
    """[(left, width, [lines of each name])] of one row of the map: a name may use the free room on both sides of its place."""
    taken = sorted({x for _, x in row})
    cells = []
    for number, x in enumerate(taken):
        middle = 80 * x - 40
        left = 80 * (taken[number - 1] + x) / 2 - 40 if number else 0
        right = 80 * (taken[number + 1] + x) / 2 - 40 if number + 1 < len(taken) else 400
        left, right = max(left, middle - 80), min(right, middle + 80)
        labels = [balanced(label, max(3, (right - left - 6) / SIZE)) for label, at in row if at == x]
        wide = min(right - left, max(em(line) for lines in labels for line in lines) * SIZE + 10)
        cells.append((min(max(middle - wide / 2, left), right - wide), wide, labels))
    return cells


def n(value):
    """A coordinate with no more digits than the eye needs."""
    return f"{value:.1f}".removesuffix(".0")


def _box(left, top, wide, high, fill, round_, line=None):
    edge = format_html(' stroke="{}" stroke-width="2"', line) if line else ""
    return format_html('<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}"{}/>', n(left), n(top), n(wide), n(high), round_, fill, edge)  # fmt: skip


def _badge(x, y, number):
    return format_html('<circle cx="{}" cy="{}" r="16" fill="{}"/>{}', n(x), n(y), KEY, text(x, y, number, SIZE, ON_KEY))


def _lines(lines, x, middle, size=SIZE, fill=DARK):
    return [text(x, middle + (line - (len(lines) - 1) / 2) * ROW, words, size, fill) for line, words in enumerate(lines)]


def _rising(x1, y1, x2, y2):
    """A small arrow from the top of one step towards the next."""
    return format_html('<path d="M{} {}Q{} {} {} {}" fill="none" stroke="{}" stroke-width="3"/><path d="M{} {}l-11 -7v14z" fill="{}"/>', n(x1), n(y1), n(x1), n(y2), n(x2 - 8), n(y2), LINE, n(x2), n(y2), LINE)  # fmt: skip
