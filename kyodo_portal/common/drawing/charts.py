"""Charts of a few numbers: only the lines are drawn, words and numbers stand beside them as text, and a table has all of it.

Positions are percents, so that a chart is as wide as its place and its text keeps its size. Colours are the rules of
static/css/charts.css: tokens on the screen, the reader's own colours where those are forced. What is drawn from a few points again
and again is drawn once in a process: its numbers are few, and each line of it is escaped piece by piece.
"""

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import format_html, format_html_join

from kyodo_portal.common.phases import PHASES

LOWEST, HIGHEST = 1, 5  # points of an evaluation
FIRST, STEP = 4, 23  # percent: where one point stands, and how far the next is from it
MIDDLE = 16  # of a line of 32


class TwoPoints(NamedTuple):
    """How both sides see one thing, from 1 to 5 points; None for a side that has none. `compared`: the same in words."""

    name: str
    group: int | None
    city: int | None
    compared: str
    is_gap: bool = False


def place_of(points):
    """Where so many points stand on the line, in percent of its width: "73%" for 4, "79.9%" for the mean 4.3."""
    return f"{round(float(FIRST + (points - LOWEST) * STEP), 1):g}%"


@lru_cache(maxsize=256)
def dumbbell(group, city):
    """One line from 1 to 5 with the group as a dot and the city as a ring around it or beside it; a side without points has none."""
    ends = (place_of(LOWEST), place_of(HIGHEST))
    parts = [format_html('<line class="kp-d-line" x1="{}" x2="{}" y1="{y}" y2="{y}"/>', *ends, y=MIDDLE)]
    for points in range(LOWEST, HIGHEST + 1):
        parts.append(
            format_html('<line class="kp-d-tick" x1="{x}" x2="{x}" y1="{}" y2="{}"/>', MIDDLE - 4, MIDDLE + 4, x=place_of(points))
        )
    if None not in (group, city) and group != city:
        span = sorted((group, city))
        parts.append(format_html('<line class="kp-d-span" x1="{}" x2="{}" y1="{y}" y2="{y}"/>', *map(place_of, span), y=MIDDLE))
    if city is not None:
        parts.append(format_html('<circle class="kp-d-c" cx="{}" cy="{}" r="11"/>', place_of(city), MIDDLE))
    if group is not None:
        parts.append(format_html('<circle class="kp-d-g" cx="{}" cy="{}" r="7.5"/>', place_of(group), MIDDLE))
    return format_html(
        '<svg width="100%" height="{}" aria-hidden="true">{}</svg>',
        MIDDLE * 2,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def progress(share, former=None):
    """A bar of 100: how much of a target was reached (`share`, percent), and as a mark what it was the year before (`former`)."""
    before = "" if former is None else format_html('<rect class="kp-bar__was" width="{}" height="10"/>', _within(former))
    return format_html(
        '<svg width="100%" height="16" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="kp-bar__all" width="100" height="10"/>{}<rect class="kp-bar__now" width="{}" height="10"/></svg>',
        before, _within(share),
    )  # fmt: skip


def _within(share):
    return max(0, min(100, round(share)))


class Ring(NamedTuple):
    """A year as a ring. `words`: what it came to, "" where nothing says it shortly; `at`: how many of the four phases are done.

    From 0 to 4; -1 for a year that was called off.
    """

    label: str
    words: str
    at: int

    @property
    def is_over(self):
        return self.at >= len(PHASES)


# Of the first, the second and the third ring: middle and radius, each further up and larger.
SPOTS = ((56, 164, 42), (166, 130, 46), (292, 88, 56))
ARROWS = (("M60 214C112 220 88 140 112 132", "M104 131l10-1-3 10"), ("M168 182C236 190 200 100 228 92", "M219 90l11 1-4 10"))
MOST = len(SPOTS)


def year_rings(rings, name="rings"):
    """Two or three years as rings that grow towards the upper right, each begun where the one before ended; "" for fewer.

    The last three of more. `name` makes the id: unique on the page. The list beside it says what came of each year.
    """
    return _year_rings(tuple(rings[-MOST:]), name) if len(rings) > 1 else ""


@lru_cache(maxsize=256)
def _year_rings(rings, name):
    skipped = MOST - len(rings)
    left = 58 * skipped  # two rings stand in the middle of the drawing
    spots = [(x - left, y, radius) for x, y, radius in SPOTS[skipped:]]
    parts = [
        format_html('<g transform="translate({} 0)"><path d="{}"/><path d="{}"/></g>', -left, *arrow)
        for arrow in ARROWS[skipped:]
    ]
    for ring, spot in zip(rings, spots, strict=True):
        parts += _ring(ring, *spot)
    said = "、".join(f"{ring.label}{'は' + ring.words if ring.words else ''}" for ring in rings)
    title = f"{len(rings)}つの年の輪が、右上へ大きくなりながら続く図。{said}。"
    return format_html(
        '<svg viewBox="0 0 360 226" role="img" aria-labelledby="{n}-t"><title id="{n}-t">{}</title>{}</svg>',
        title, format_html_join("", "{}", ((part,) for part in parts)), n=name,
    )  # fmt: skip


def _ring(ring, x, y, radius):
    """The parts of one ring: the way gone so far, the year, and its four phases at the left, the top, the right and the foot."""
    yield format_html(
        '<circle class="kp-year{}" cx="{}" cy="{}" r="{}"/>', "" if ring.is_over else " kp-year--open", x, y, radius
    )
    corners = ((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))
    if 0 < ring.at < len(PHASES):
        reached = corners[ring.at]
        yield format_html(
            '<path class="kp-year__gone" d="M{} {}A{r} {r} 0 {} 1 {} {}"/>', *corners[0], int(ring.at > 2), *reached, r=radius
        )
    middle = y - 3 if ring.words else y + 6
    yield format_html('<text x="{}" y="{}" text-anchor="middle" font-size="15">{}</text>', x, middle, ring.label)
    if ring.words:
        yield format_html(
            '<text class="is-much" x="{}" y="{}" text-anchor="middle" font-size="17">{}</text>', x, y + 17, ring.words
        )
    for number, (phase, (at_x, at_y)) in enumerate(zip(PHASES, corners, strict=True)):
        if number == ring.at:
            yield format_html('<circle class="kp-year__now" cx="{}" cy="{}" r="16"/>', at_x, at_y)
        begun = number <= ring.at
        yield format_html(
            '<circle class="kp-year--{}{}" cx="{}" cy="{}" r="10.5"/>', phase, "" if begun else " is-later", at_x, at_y
        )
        yield format_html(
            '<text class="kp-year__n{}" x="{}" y="{}" text-anchor="middle" font-size="14">{}</text>',
            "" if begun else " is-later", at_x, at_y + 5, number + 1,
        )  # fmt: skip


# ---- a number of each year, small, beside the number itself: 100 by 40 units --------------------------------------
SPARK_WIDE, SPARK_TALL, SPARK_GAP, SPARK_ROOM = 100, 40, 3, 2


class SparkBar(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def spark_bars(values):
    """[SparkBar] of whole numbers, the oldest first; the highest fills the drawing. [] below two numbers, or where all are 0."""
    highest = max(values, default=0)
    if len(values) < 2 or not highest:
        return []
    step = SPARK_WIDE / len(values)
    heights = [round((SPARK_TALL - SPARK_ROOM) * value / highest, 1) for value in values]
    return [
        SparkBar(round(step * place, 1), SPARK_TALL - height, round(step - SPARK_GAP, 1), height)
        for place, height in enumerate(heights)
    ]


# ---- figures of a year: bars beside their words, a bar in parts, a small line of some years ------------------------
TONES = 5  # of the parts of one bar, the darkest first (kp-part--1 …)
LINE_WIDE, LINE_TALL, LINE_ROOM = 100, 56, 6


class CountBar(NamedTuple):
    """One bar with its words. `share`: percent of the longest; `shown`: the number as it is read, with its unit."""

    label: str
    share: int
    shown: str


class PartBar(NamedTuple):
    """One bar in parts. `parts`: [(tone from 1 to TONES, percent of the longest bar)], in their order; `shown`: its sum."""

    label: str
    parts: tuple
    shown: str


class Line(NamedTuple):
    """One thing through some years. `values`: the oldest first; `shown`: the same in words."""

    label: str
    values: tuple
    shown: str


def shares_of(values):
    """How long the bar of each number is, in percent of the longest; nothing that there is vanishes: at least 1."""
    highest = max(values, default=0)
    return [max(1, round(100 * value / highest)) if value else 0 for value in values]


def count_bar(share):
    """A bar of so many percent of its place."""
    return _bar_of([("kp-part--1", 0, share)])


def part_bar(parts):
    """A bar out of parts that lie side by side, with a gap between them; `parts` of a PartBar."""
    pieces, at = [], 0
    for tone, share in parts:
        pieces.append((f"kp-part--{tone}", at, share))
        at += share
    return _bar_of(pieces)


def _bar_of(pieces):
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}%" width="{}%" height="16"/>',
        ((css, f"{at:g}", f"{share:g}") for css, at, share in pieces if share),
    )
    return format_html('<svg width="100%" height="16" aria-hidden="true">{}</svg>', drawn)


def year_line(values, highest):
    """A small line through the numbers of some years with a dot at the last; `highest`: of all lines beside it, so that they compare."""
    tall = LINE_TALL - 2 * LINE_ROOM
    step = (LINE_WIDE - 2 * LINE_ROOM) / max(len(values) - 1, 1)
    spots = [
        (round(LINE_ROOM + step * place, 1), round(LINE_TALL - LINE_ROOM - tall * value / max(highest, 1), 1))
        for place, value in enumerate(values)
    ]
    points = " ".join(f"{x:g},{y:g}" for x, y in spots)
    return format_html(
        '<svg viewBox="0 0 {w} {t}" width="{w}" height="{t}" aria-hidden="true"><path class="kp-line__foot" d="M0'
        ' {foot}H{w}"/><polyline class="kp-line" points="{}"/><circle class="kp-line__dot" cx="{}" cy="{}" r="4"/></svg>',
        points, *spots[-1], w=LINE_WIDE, t=LINE_TALL, foot=LINE_TALL - LINE_ROOM,
    )  # fmt: skip
