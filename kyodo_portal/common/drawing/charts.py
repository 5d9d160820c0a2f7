"""Charts of a few numbers: only the lines are drawn, words and numbers stand beside them as text, and a table has all of it.

Positions are percents, so that a chart is as wide as its place and its text keeps its size. Colours are the rules of
static/css/charts.css: tokens on the screen, the reader's own colours where those are forced.
"""

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
        '<svg width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        MIDDLE * 2,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def progress(share, former=None):
    """A bar of 100: how much of a target was reached (`share`, percent), and as a mark what it was the year before (`former`)."""
    before = "" if former is None else format_html('<rect class="kp-bar__was" width="{}" height="10"/>', _within(former))
    return format_html(
        '<svg width="100%" height="16" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
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
    rings = rings[-MOST:]
    if len(rings) < 2:
        return ""
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
