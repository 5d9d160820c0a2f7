"""How many people sent opinions (人) and how many points they made (件), so that small numbers point at nobody."""

from collections import Counter
from typing import NamedTuple

from .models import Opinion, OpinionPoint

FEW = 3  # from here on a number of people is said
HIDDEN = "少数"


class Figure(NamedTuple):
    """One line of a table: what is counted, how many in words."""

    label: str
    words: str


class Numbers(NamedTuple):
    """Of one round: people, points, and people by the way their opinion came and by what they are."""

    people: int
    points: int
    channels: list[Figure]
    categories: list[Figure]


def veiled(counts):
    """{key: words} of {key: number of people}: one and two are not said, nor what would give them away beside the sum.

    Where one line alone is hidden, the smallest of the others is hidden with it.
    """
    few = {key for key, n in counts.items() if 0 < n < FEW}
    if len(few) == 1:
        others = [key for key, n in counts.items() if n >= FEW]
        few |= {min(others, key=counts.get)} if others else set()
    return {key: HIDDEN if key in few else f"{n}人" for key, n in counts.items()}


def numbers_of(round):
    """The Numbers of a round. Two queries."""
    rows = list(round.opinions.standing().values_list("channel", "category"))
    points = OpinionPoint.objects.filter(opinion__in=round.opinions.standing()).count()
    return Numbers(
        len(rows),
        points,
        _figures(Opinion.Channel, Counter(channel for channel, _ in rows)),
        _figures(Opinion.Category, Counter(category for _, category in rows)),
    )


def _figures(choices, counts):
    words = veiled({value: counts[value] for value in choices.values})
    return [Figure(label, words[value]) for value, label in choices.choices]


def counted_in_words(round):
    """「12人・23件」, without the points where nothing was split yet. Two queries."""
    people = round.opinions.standing().count()
    points = OpinionPoint.objects.filter(opinion__in=round.opinions.standing()).count()
    return f"{people}人・{points}件の意見" if points else f"{people}人の意見"
