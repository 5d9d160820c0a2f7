"""The bars of a small drawing beside a number: one for each year, in 100 by 40 units, colours by the style sheet (kp-spark)."""

from typing import NamedTuple

WIDE, TALL, GAP, ROOM = 100, 40, 3, 2


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def bars(values):
    """[Bar] of whole numbers, the oldest first; the highest one fills the drawing. [] below two numbers, or where all are 0."""
    highest = max(values, default=0)
    if len(values) < 2 or not highest:
        return []
    step = WIDE / len(values)
    heights = [round((TALL - ROOM) * value / highest, 1) for value in values]
    return [Bar(round(step * place, 1), TALL - height, round(step - GAP, 1), height) for place, height in enumerate(heights)]
