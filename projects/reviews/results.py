"""Results as others may read them: nothing before they are told."""

from decimal import Decimal
from typing import NamedTuple

from kyodo_portal.common.lists.together import together
from partners.models import Partner
from projects.calls.models import Call
from projects.proposals.access import is_of_group, proposal_roles

from .access import can_see_mean, can_see_scores
from .decision_checks import granted_each, requested_of
from .models import Decision, Review
from .plan_models import SheetScan
from .score_sheets import ScoreTable
from .scoring import known_table, points_by_criterion


class Result(NamedTuple):
    """A told decision as one person reads it.

    `inside`: advice, amount and what comes next are shown. `points`: [(criterion, average, most)], [] where they are not told.
    """

    decision: Decision
    inside: bool
    points: list


class Scores(NamedTuple):
    """What staff see of a review. `office`: the department that is meant to take part, while that is not told yet.

    `scans`: [SheetScan] of the sheets that came on paper. `mean`: all that the department in charge sees, from the day on which the result was told.
    """

    score_table: ScoreTable | None = None
    decision: Decision | None = None
    office: Partner | None = None
    may_give_back: bool = False
    mean: Decimal | None = None
    scans: list | None = None


def released_decision(proposal):
    """The Decision once it was told; None before, and while the talks go on again."""
    decision = proposal.recorded_decision
    return decision if decision is not None and decision.released_at and proposal.may("result") else None


def decision_for(user, proposal):
    """The Result that `user` reads, or None.

    Residents read result, reason and conditions of what is published; group, city, panel and coordinator read it all.
    """
    decision = released_decision(proposal)
    if decision is None:
        return None
    inside = user.is_authenticated and (is_of_group(user, proposal) or bool(proposal_roles(user, proposal)))
    if not (inside or proposal.is_public):
        return None
    points = points_by_criterion(proposal) if inside and proposal.call.tell_scores else []
    return Result(decision, inside, points)


def scores_for(user, proposal):
    """The Scores of a proposal; None before the review and for who may not see scores."""
    if not proposal.may("marks"):
        return None
    if not can_see_scores(user, proposal):
        is_told = released_decision(proposal) is not None
        return Scores(mean=known_table(proposal).average) if is_told and can_see_mean(user, proposal) else None
    decision, table = proposal.recorded_decision, known_table(proposal)
    on_paper = [sheet.review for sheet in table.sheets if sheet.review and sheet.review.channel == Review.Channel.PAPER]
    return Scores(
        table,
        decision,
        office=decision.department if decision and not decision.released_at else None,
        may_give_back=proposal.may("mark") and "secretariat" in proposal_roles(user, proposal),
        scans=list(SheetScan.objects.filter(review__in=on_paper).select_related("review__reviewer")) if on_paper else [],
    )


class Facts(NamedTuple):
    """What stands beside the form of a decision. Money in yen; `requested`: None where nothing is asked of the city."""

    table: ScoreTable
    call: Call
    requested: int | None
    granted: int
    left: int
    talks: list


def facts_for(user, proposal):
    """The Facts of a proposal for who decides it; None for everybody else."""
    if not can_see_scores(user, proposal):
        return None
    call = proposal.call
    amounts, talks = together(granted_each(call, but=proposal), proposal.talks.order_by("held_on", "pk"))
    spent = sum(amount or 0 for amount in amounts)
    return Facts(known_table(proposal), call, requested_of(proposal), spent, (call.budget or 0) - spent, talks)
