"""How many people sent opinions (人) and how many points they made (件), so that small numbers point at nobody."""

from collections import Counter
from typing import NamedTuple

from kyodo_portal.common.lists.small_numbers import veiled

from .opinion_models import Opinion, OpinionPoint


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
    words = veiled({value: counts[value] for value in choices.values}, "人")
    return [Figure(label, words[value]) for value, label in choices.choices]


def counted_in_words(round):
    """「12人・23件」, without the points where nothing was split yet. Two queries."""
    people = round.opinions.standing().count()
    points = OpinionPoint.objects.filter(opinion__in=round.opinions.standing()).count()
    return f"{people}人・{points}件の意見" if points else f"{people}人の意見"
