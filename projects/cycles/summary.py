"""What the ledger's page and the working page both show of a year: its phase, its indicators, both sides' answers."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from kyodo_portal.common.drawing.charts import TwoPoints
from projects.cycles.check.models import ANSWERS_WITH_ITEMS, EvaluationItem
from projects.cycles.conditions import GAP
from projects.entries.models import Participation

from .workflow import CYCLE


def track_phase(status):
    """Where the four-phase track stands for a status: plan, do, check, act, end, or nothing for what was cancelled."""
    return CYCLE.state(status).stage if status else ""


class Bar(NamedTuple):
    """An indicator as a bar. `value`: what was measured, "" where nothing was; `words` go on from there. `width`: percent of the
    target, at most 100. `former`: what the year before came to, as a sentence; `former_width`: that in percent of this target.
    """

    name: str
    words: str
    value: str = ""
    width: int = 0
    former: str = ""
    former_width: int | None = None

    @property
    def is_drawn(self):
        """Whether there is a number to draw: this year's or that of the year before."""
        return bool(self.value) or self.former_width is not None


class Answer(NamedTuple):
    """One side's answer to one question: 1 to 5 points, None where it could not judge."""

    points: int | None
    words: str
    comment: str


@dataclass
class Pair:
    """Both sides' answers to one question; None for a side that did not answer it."""

    item: EvaluationItem
    group: Answer | None = None
    city: Answer | None = None

    @property
    def gap(self):
        """How many points lie between the two; 0 where one of them has none."""
        points = [answer.points for answer in (self.group, self.city) if answer]
        return abs(points[0] - points[1]) if len(points) == 2 and None not in points else 0

    @property
    def is_gap(self):
        """Whether the two have to talk about it."""
        return self.gap >= GAP

    @property
    def compared(self):
        """How the two answers stand to each other, in words."""
        if not all(answer and answer.points for answer in (self.group, self.city)):
            return "くらべられません"
        if self.is_gap:
            return f"食い違い（{self.gap}点の差）"
        return f"{self.gap}点の差" if self.gap else "同じ"


class PairRow(NamedTuple):
    """A Pair as a row of the table: everything that is shown of it, as plain values."""

    name: str
    group: Answer | None
    city: Answer | None
    compared: str
    is_gap: bool


class SideBySide(NamedTuple):
    """Both evaluations of a year: the questions in their order, and [(side's label, Evaluation)], the group first."""

    pairs: list[Pair]
    sides: list

    @property
    def points(self):
        """[TwoPoints]: the same for the chart."""
        return [
            TwoPoints(
                pair.item.name,
                group=pair.group and pair.group.points,
                city=pair.city and pair.city.points,
                compared=pair.compared,
                is_gap=pair.is_gap,
            )
            for pair in self.pairs
        ]

    @property
    def rows(self):
        """[PairRow]: the same for the table."""
        return [PairRow(pair.item.name, pair.group, pair.city, pair.compared, pair.is_gap) for pair in self.pairs]

    @property
    def remarks(self):
        """[(label, words)] of what each side wrote in its own words; nothing for what it left empty."""
        return [
            (f"{side}が{asked}", words)
            for side, evaluation in self.sides
            for asked, words in (("よかったこと", evaluation.good), ("むずかしかったこと", evaluation.hard))
            if words
        ]


def bar(indicator, measured=True, former=None):
    """An indicator as a bar and, always, as words. `measured`: False leaves out what was measured so far.

    `former`: what the same indicator came to in the year before, None where there is none.
    """
    target = f"目標 {indicator.target:,}{indicator.unit}"
    before = "" if former is None else f"前の年度は{former:,}{indicator.unit}でした。"
    if indicator.baseline is not None:
        target = f"始める前 {indicator.baseline:,}{indicator.unit}／{target}"
    if not measured or (indicator.actual is None and not indicator.why_unknown):
        words = f"{target}（結果はこれからです）"
        if former is None:
            return Bar(indicator.name, words)
        drawn = f"うすい色は、前の年度の{former:,}{indicator.unit}です。"
        return Bar(indicator.name, words, former=drawn, former_width=share_of(former, indicator.target))
    if indicator.actual is None:
        return Bar(indicator.name, f"測れませんでした（{indicator.why_unknown}）／{target}", former=before)
    share = share_of(indicator.actual, indicator.target)
    words = f"{indicator.unit}／{target}（{share:,}％）"
    return Bar(indicator.name, words, value=f"{indicator.actual:,}", width=min(share, 100), former=before)


def share_of(actual, target):
    """Percent of a target; a target of nothing is reached."""
    return round(actual * 100 / target) if target else 100


class SideMean(NamedTuple):
    """The mean of one side's points, to one decimal; None where it could judge nothing."""

    label: str
    points: Decimal | None


def means_of(evaluation):
    """[SideMean] of a SideBySide, the group's first: all that the summary tells of the points."""
    means = []
    for value, label in Participation.Side.choices:
        answers = [getattr(pair, value) for pair in evaluation.pairs]
        points = [answer.points for answer in answers if answer and answer.points is not None]
        mean = (Decimal(sum(points)) / len(points)).quantize(Decimal("0.1"), ROUND_HALF_UP) if points else None
        means.append(SideMean(label, mean))
    return means


def points_of(means):
    """The two SideMean of `means_of` as one line of the chart: TwoPoints."""
    group, city = (mean.points for mean in means)
    compared = "くらべられません" if None in (group, city) else f"{abs(group - city)}点の差" if group != city else "同じ"
    return TwoPoints("平均", group, city, compared)


def side_by_side(cycle):
    """The SideBySide of a year; None while its answers are not open to both sides. Three queries."""
    if not cycle.answers_are_open:
        return None
    evaluations = [evaluation for evaluation in cycle.evaluations.prefetch_related(ANSWERS_WITH_ITEMS) if evaluation.submitted_at]
    if len(evaluations) < 2:
        return None
    pairs = {}
    for evaluation in evaluations:
        for answer in evaluation.answers.all():
            pair = pairs.setdefault(answer.item_id, Pair(answer.item))
            setattr(pair, evaluation.side, Answer(answer.points, answer.words, answer.comment))
    return SideBySide(
        pairs=sorted(pairs.values(), key=lambda pair: (pair.item.order, pair.item.pk)),
        sides=[
            (evaluation.get_side_display(), evaluation)
            for evaluation in sorted(evaluations, key=lambda evaluation: evaluation.side, reverse=True)
        ],
    )
