"""The day of the hearing as staff read and print it: who is heard when, who sits there, what was said, what the points come to."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from projects.proposals.conflicts.access import is_excluded
from projects.proposals.joint.models import JOINT_GROUPS
from projects.proposals.models import Proposal, know_filings
from projects.proposals.workflow import PROPOSAL

from .plan_actions import plan_of
from .plan_models import HearingSlot, Phase
from .scoring import seats_of_calls

STEP = datetime.timedelta(minutes=1)


class Turn(NamedTuple):
    """One line of the day. begins, ends: None where no time was said; pause: minutes of the break after it, 0 for none."""

    slot: HearingSlot
    begins: datetime.time | None
    ends: datetime.time | None
    pause: int
    pause_until: datetime.time | None
    leave: list  # of the panel: who goes out for it (除斥)


class Seat(NamedTuple):
    """One of the panel on the day. out_for: the places of the proposals for which the member goes out."""

    seat: object
    is_absent: bool
    out_for: list


class Day(NamedTuple):
    """The whole day. present: how many of the panel are there; holds: whether that is a quorum, None where none was said."""

    plan: object
    turns: list
    seats: list
    present: int
    holds: bool | None

    @property
    def ends(self):
        """When the last one is over; None without a time."""
        return self.turns[-1].ends if self.turns else None


def judged_proposals(call):
    """[Proposal] of a call whose review has begun, in the order of their numbers, with their places. Three queries."""
    rows = Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("marks"))
    rows = rows.select_related("partner", "department", "hearing_slot").prefetch_related(JOINT_GROUPS, "exclusions")
    rows = list(rows.order_by("number", "pk"))
    know_filings(rows)
    for row in rows:
        row.call = call  # with its plan
    return rows


def hearing_phase(plan):
    """The phase to which the day belongs: whoever is absent is absent there."""
    return Phase.HEARING if plan.two_phases else Phase.DOCUMENTS


def day_of(call, known=None):
    """The Day of a call; known: its `loaded`, where the page has it. Six queries, none where it is known."""
    plan = plan_of(call)
    proposals = known.proposals if known else judged_proposals(call)
    slots = sorted((row.hearing_slot for row in proposals if hasattr(row, "hearing_slot")), key=lambda slot: slot.place)
    phase = hearing_phase(plan)
    seats = [seat for seat in (known.seats if known else seats_of_calls(call)) if seat.in_force]
    out = {seat.pk: [slot for slot in slots if is_excluded(slot.proposal, seat.user_id, seat.partners)] for seat in seats}
    sitting = [Seat(seat, phase in seat.absent_in, [slot.place for slot in out[seat.pk]]) for seat in seats]
    present = sum(not seat.is_absent for seat in sitting)
    leave = {slot.pk: [seat.user for seat in seats if slot in out[seat.pk]] for slot in slots}
    return Day(plan, _turns(plan, slots, leave), sitting, present, None if plan.quorum is None else present >= plan.quorum)


def _turns(plan, slots, leave):
    at = plan.starts_at and datetime.datetime.combine(timezone.localdate(), plan.starts_at)
    turns = []
    for number, slot in enumerate(slots, start=1):
        ends = at and at + STEP * (plan.talk_minutes + plan.question_minutes)
        rests = bool(plan.pause_after) and number % plan.pause_after == 0 and number < len(slots)
        pause = plan.pause_minutes if rests else 0
        after = ends and ends + STEP * pause
        turns.append(Turn(slot, at and at.time(), ends and ends.time(), pause, after and after.time(), leave[slot.pk]))
        at = after
    return turns
