"""A process table as boxes and arrows.

States stand in one column in the table's order. A step to the next state is an arrow between two boxes; every other
step runs in a lane of its own: forward on the right, back on the left. Steps are numbered as in the list beside the
picture, so that the picture stays readable on a phone however long the labels are. All lengths are in the size of the text.
"""

from dataclasses import dataclass, field

from django.utils.html import format_html

from kyodo_portal.common.own_words import whose_turn
from kyodo_portal.common.workflow import BACK, ROLES, SAME

from .diagrams import DARK, GROUND, KEY, LEAF, LINE, NARROW, PAPER, SMALLEST, _n, broken_lines, svg, text
from .palette import ink

SIZE = 16  # units of the drawing for one character; everything else is a multiple
PITCH = 1.35 * SIZE  # from lane to lane
WIDEST = NARROW * SIZE / SMALLEST  # its words stay readable on a telephone
LANE_COLOURS = tuple(ink(name) for name in ("plan", "check", "act", "do", "c-text-sub"))


@dataclass
class Lane:
    """Steps that leave the same states for the same one, drawn as one line with their numbers on it."""

    sources: tuple  # rows of the column
    target: int
    numbers: list
    place: int = 0  # 1 is nearest to the boxes

    @property
    def span(self):
        return min(*self.sources, self.target), max(*self.sources, self.target)

    @property
    def goes_back(self):
        return self.target <= max(self.sources)


@dataclass
class Box:
    """One state, and where lines touch its sides."""

    state: str
    label: list
    top: float = 0
    height: float = 0
    touches: dict = field(default_factory=lambda: {"left": [], "right": []})

    def y_of(self, side, key):
        points = self.touches[side]
        return self.top + self.height * (points.index(key) + 1) / (len(points) + 1)


def process_rows(process):
    """The same as text: [{"number", "label", "sources", "target", "who"}] in the table's order."""
    names = {row.code: row.label for row in process.states} | {SAME: "（そのまま）", BACK: "（前の状態）"}
    return [
        {
            "number": number,
            "label": row.label,
            "sources": [names[state] for state in row.source],
            "target": names[row.target],
            "roles": [ROLES[role] for role in whose_turn(row.roles)],
        }
        for number, row in enumerate(process.steps, start=1)
    ]


def process_diagram(process):
    """The SVG of a whole table."""
    boxes, straight, lanes = _plan(process)
    x0, width_of_box, width = _measures(boxes, lanes)
    if width > WIDEST:
        boxes, straight, lanes = _plan(process, one_lane_a_target=True)
        x0, width_of_box, width = _measures(boxes, lanes)
    height = _stack(boxes, straight, lanes)
    parts = _draw_straight(boxes, straight, x0 + width_of_box / 2)
    for number, lane in enumerate(lanes):
        parts += _draw_lane(lane, boxes, x0, width_of_box, LANE_COLOURS[number % len(LANE_COLOURS)])
    for box in boxes:
        parts += _draw_box(box, x0, width_of_box, process)
    parts += [mark for lane in lanes for mark in _draw_numbers(lane, boxes, x0, width_of_box)]
    description = f"{boxes[0].state}から始まり、番号のついた矢印の順に進む。矢印の意味は、すぐ下の表と同じ。"
    return svg(f"process-{process.key}", width, height, f"「{process.label}」の流れの図", description, parts)


def _measures(boxes, lanes):
    """(where the boxes begin, how wide they are, how wide the drawing is); gives the lanes their places."""
    left = _spread_lanes([lane for lane in lanes if lane.goes_back])
    right = _spread_lanes([lane for lane in lanes if not lane.goes_back])
    width_of_box = (max(len(line) for box in boxes for line in box.label) + 1) * SIZE
    x0 = left * PITCH + (0.9 * SIZE if left else 2)
    return x0, width_of_box, x0 + width_of_box + right * PITCH + (0.9 * SIZE if right else 2)


def _plan(process, *, one_lane_a_target=False):
    """Boxes in order, the numbers on arrows from box to next box, and the lanes of all other steps.

    one_lane_a_target: what leads to the same state from the same side shares a lane, whichever states it leaves.
    """
    used = {process.start, *process.ends} | {s for row in process.steps for s in (*row.source, row.target)} - {SAME, BACK}
    states = [(row.code, row.label) for row in process.states if row.code in used]
    at = {value: index for index, (value, _) in enumerate(states)}
    boxes = [Box(label, broken_lines(label, 5) if len(label) > 7 else [label]) for _, label in states]
    straight, lanes = {}, {}
    for number, row in enumerate(process.steps, start=1):
        if row.target in (SAME, BACK):  # it leads nowhere of its own: only the list tells of it
            continue
        target = at[row.target]
        far = tuple(sorted(at[s] for s in row.source if at[s] != target - 1))
        if target - 1 in {at[s] for s in row.source}:
            straight.setdefault(target - 1, []).append(number)
        for side in (tuple(s for s in far if s < target), tuple(s for s in far if s >= target)):
            if side:
                lane = lanes.setdefault((side[0] < target if one_lane_a_target else side, target), Lane(side, target, []))
                lane.sources = tuple(sorted({*lane.sources, *side}))
                lane.numbers.append(number)
    ordered = sorted(lanes.values(), key=lambda lane: (lane.span[1] - lane.span[0], lane.span))
    for lane in ordered:
        side = "left" if lane.goes_back else "right"
        for row in {*lane.sources, lane.target}:
            boxes[row].touches[side].append((id(lane), "to" if row == lane.target else "from"))
        if lane.target in lane.sources:
            boxes[lane.target].touches[side].append((id(lane), "from"))
    return boxes, straight, ordered


def _spread_lanes(lanes):
    """Give every lane the nearest place where it meets no other; returns how many places are taken."""
    taken = []
    for lane in lanes:
        first, last = lane.span
        lane.place = next((p for p, spans in enumerate(taken, 1) if all(last < a or first > b for a, b in spans)), len(taken) + 1)
        if lane.place > len(taken):
            taken.append([])
        taken[lane.place - 1].append((first, last))
    return len(taken)


def _gap_of(lane):
    """The gap below this row carries the lane's numbers: gaps have no crossing lines."""
    first, last = lane.span
    return (first + last - 1) // 2 if last > first else None


def _stack(boxes, straight, lanes):
    """Set tops and heights; returns the height of the drawing."""
    y = 2
    for row, box in enumerate(boxes):
        most = max(len(points) for points in box.touches.values())
        box.top, box.height = y, max((len(box.label) * 1.3 + 0.9) * SIZE, (most + 1) * 0.8 * SIZE)
        tall = max([len(lane.numbers) for lane in lanes if _gap_of(lane) == row], default=0)
        y += box.height + max(2.2 * SIZE if row in straight else 1.2 * SIZE, (tall * 1.2 + 0.8) * SIZE if tall else 0)
    return boxes[-1].top + boxes[-1].height + 2


def _draw_straight(boxes, straight, x):
    parts = []
    for row, numbers in straight.items():
        top, bottom = boxes[row].top + boxes[row].height, boxes[row + 1].top
        parts.append(format_html(
            '<path d="M{x} {}V{}" stroke="{c}" stroke-width="2.5"/><path d="M{x} {}l-6 -9h12z" fill="{c}"/>',
            _n(top), _n(bottom - 6), _n(bottom), x=_n(x), c=DARK,
        ))  # fmt: skip
        parts.append(text(x + 0.7 * SIZE, (top + bottom) / 2, "・".join(map(str, numbers)), SIZE, DARK, "start"))
    return parts


def _x_of(lane, x0, width_of_box):
    return x0 - lane.place * PITCH if lane.goes_back else x0 + width_of_box + lane.place * PITCH


def _draw_lane(lane, boxes, x0, width_of_box, colour):
    side, edge, out = ("left", x0, -1) if lane.goes_back else ("right", x0 + width_of_box, 1)
    x, end = _x_of(lane, x0, width_of_box), boxes[lane.target].y_of(side, (id(lane), "to"))
    parts = []
    for row in lane.sources:
        begin = boxes[row].y_of(side, (id(lane), "from"))
        path = f"M{edge:.1f} {begin:.1f}H{x:.1f}V{end:.1f}H{edge + out * 8:.1f}"
        parts.append(format_html('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>', path, colour))
    parts.append(format_html('<path d="M{} {}l{} -5v10z" fill="{}"/>', _n(edge), _n(end), out * 9, colour))
    return parts


def _draw_box(box, x0, width_of_box, process):
    ends = {row.label for row in process.states if row.is_end}
    last = box.state in ends
    parts = [format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
        _n(x0), _n(box.top), _n(width_of_box), _n(box.height), 14 if last else 5, PAPER if last else LEAF, KEY if last else LINE, 3 if last else 2,
    )]  # fmt: skip
    for row, line in enumerate(box.label):
        parts.append(
            text(x0 + width_of_box / 2, box.top + box.height / 2 + (row - (len(box.label) - 1) / 2) * 1.3 * SIZE, line, SIZE)
        )
    return parts


def _draw_numbers(lane, boxes, x0, width_of_box):
    x, gap = _x_of(lane, x0, width_of_box), _gap_of(lane)
    if gap is None:
        middle = boxes[lane.target].top + boxes[lane.target].height / 2
    else:
        middle = (boxes[gap].top + boxes[gap].height + boxes[gap + 1].top) / 2
    height = len(lane.numbers) * 1.2 * SIZE
    yield format_html('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        _n(x - 0.65 * SIZE), _n(middle - height / 2), _n(1.3 * SIZE), _n(height), GROUND)  # fmt: skip
    for row, number in enumerate(lane.numbers):
        yield text(x, middle + (row - (len(lane.numbers) - 1) / 2) * 1.2 * SIZE, number, SIZE)
