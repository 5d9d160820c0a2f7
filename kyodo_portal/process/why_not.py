"""Why a step of a matter cannot be taken now, and what can: the page of a step that is not possible says both."""

from typing import NamedTuple

from .errors import Stale
from .waiting import as_told_to

MOST_STATES = 3  # that are named as those in which a step is taken
NOT_MET = "行う条件（日など）が、まだそろっていません。"


class WhyNot(NamedTuple):
    """`said`: the cause in words; `offered`: [label] of what this person may do instead."""

    said: str
    offered: list


class Withheld(NamedTuple):
    """A step that is one's own but not possible yet: its `label`, the cause in words; `way`: (address, label) of where that is mended, or
    ()."""

    label: str
    said: str
    way: tuple


def withheld(subject, user, offered):
    """[Withheld] of the steps of this state that this person would take, if their condition held and whose `why_…` says why not: a button
    that is missing says so. What leads where an `offered` step leads is another way, and not missed. Queries: those of the process's roles,
    none where nothing is withheld.
    """
    known = {row.label for row in offered} | {row.target for row in offered if not row.is_undo}
    rows = [
        row
        for row in subject.process.steps_from(subject.status)
        if _is_missed(subject, row) and not {row.label, row.target} & known
    ]
    if not rows:
        return []
    roles = subject.process.roles_of(user, subject)
    said = {row.label: row.condition for row in reversed(rows) if roles & set(row.roles)}
    found = [
        (label, getattr(subject, f"why_{name}"), getattr(subject, f"way_{name}", ())) for label, name in reversed(said.items())
    ]
    return [Withheld(*row) for row in found if row[1]]


def _is_missed(subject, row):
    """Whether the row would be offered in this way of the matter, and its condition has words."""
    of_this_way = not row.ways or subject.way in row.ways
    return of_this_way and not (row.is_undo or row.is_quiet) and bool(row.condition) and hasattr(subject, f"why_{row.condition}")


def why_not(subject, row, user):
    """The WhyNot of a row of the table for this person, who reads the matter as it was told them. What a condition asks says the matter in
    `why_…` beside it. Some queries.
    """
    offered = [one.label for one in subject.offered_to(user) if not one.is_undo]
    return WhyNot(_cause(subject, as_told_to(subject, user), row), offered)


def _cause(subject, told, row):
    if told.status in row.source and subject.status not in row.source:
        return str(Stale(subject))  # what the city did is not told yet
    if subject.status not in row.source:
        states = [subject.process.label_of(code) for code in row.source]
        where = (
            f"「{'」か「'.join(states)}」のときに行う手続きです。"
            if len(states) <= MOST_STATES
            else "いまは行う時ではありません。"
        )
        gone = "取り消したあとか、次の手続きに進んだあとです。" if row.is_undo else where
        return f"いまは「{told.status_label}」です。「{row.label}」は、{gone}"
    if row.is_undo:
        return f"取り消せる時をすぎています。{row.says}"
    return getattr(subject, f"why_{row.condition}", "") or NOT_MET
