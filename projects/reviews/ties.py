"""Equal averages: with whom a proposal shares its own, and what puts one above the other. What was decided of it stands in the Decision."""

import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError

from .decision_checks import WON
from .models import Decision
from .plan_models import ReviewPlan
from .scoring import ranking

TieRule = ReviewPlan.TieRule
MISSING = "結果を分けるときは、だれが、なぜそう決めたかを書いてください。"


class Tie(NamedTuple):
    """others: [Proposal] with the same average; where no rule of the call tells them apart, those of the same rank. rule: a TieRule, ""
    where they share it. said: the sentence."""

    others: list
    rule: str
    said: str


def ties_among(places, plan):
    """{proposal id: Tie} of a ranking, of those that have one. plan: the ReviewPlan of the call, None where it has none. No query but for
    the criterion of the rule, where it did not come along."""
    same, found = {}, {}
    for place in places:
        if place.table.average is not None:
            same.setdefault((place.table.phase, place.table.average), []).append(place)
    for place in places:
        tied = [other for other in same.get((place.table.phase, place.table.average), ()) if other is not place]
        equal = [other for other in tied if other.order == place.order]
        if tied:
            others = [other.proposal for other in equal or tied]
            found[place.proposal.pk] = Tie(
                others, "" if equal else plan.tie_rule, _said(place.table, others, None if equal else plan)
            )
    return found


def _said(table, others, plan):
    """plan: None where they share the rank."""
    said = f"審査票の平均{table.average}点は、{''.join(f'「{other.title}」' for other in others)}と同じです。"
    if plan is None:
        return f"{said}順位も同じです。"
    if plan.tie_rule == TieRule.LOWEST:
        return f"{said}いちばん低い委員の点（{table.lowest}点）で、順位を決めました。"
    means = {criterion.pk: mean for criterion, mean in zip(table.criteria, table.means, strict=True)}
    mean = means.get(plan.tie_criterion_id)
    return f"{said}「{plan.tie_criterion}」の平均（{0 if mean is None else mean}点）で、順位を決めました。"


def tie_of(proposal):
    """The Tie of one proposal as it stands now, None without one. Those queries of `ranking`."""
    return ties_among(ranking(proposal.call, user=None), getattr(proposal.call, "review_plan", None)).get(proposal.pk)


def refuse_unexplained_tie(tie, result, results, note):
    """ValidationError where a result differs from that of a proposal of the same rank, and nobody says why. results: {proposal id: its
    result}, of those that have one."""
    differs = (
        tie is not None
        and not tie.rule
        and any((results[other.pk] in WON) != (result in WON) for other in tie.others if results.get(other.pk))
    )
    if differs and not note:
        raise ValidationError({"tie_note": f"{tie.said}{MISSING}"})


def kept_of(tie, note):
    """The columns of a Decision that say of it."""
    if tie is None or not (tie.rule or note):
        return {"tie_rule": "", "tie_said": "", "tie_note": ""}
    return {"tie_rule": tie.rule or "hand", "tie_said": tie.said, "tie_note": note}


class TieLine(NamedTuple):
    """What the minutes say of one of them. how: "" while nothing is recorded of it; who, on: by whom it was recorded, and when."""

    rank: int
    title: str
    said: str
    how: str
    who: str
    on: datetime.datetime | None


def tie_lines(places, plan):
    """[TieLine] of a ranking, in its order. One query where something is recorded of one."""
    ties = ties_among(places, plan)
    tied = [place for place in places if place.proposal.pk in ties]
    made = {place.proposal.pk: place.proposal.recorded_decision for place in tied}
    kept = {key: decision for key, decision in made.items() if decision is not None and decision.tie_rule}
    rows = (
        Decision.objects.filter(proposal__in=kept).order_by().values_list("proposal", "recorded_by__name", "recorded_at")
        if kept
        else ()
    )
    by = {key: (who, at) for key, who, at in rows}
    return [
        TieLine(
            place.rank,
            place.proposal.title,
            ties[place.proposal.pk].said,
            kept[place.proposal.pk].tie_in_words if place.proposal.pk in kept else "",
            *by.get(place.proposal.pk, ("", None)),
        )
        for place in tied
    ]
