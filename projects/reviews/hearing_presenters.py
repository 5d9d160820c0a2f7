"""The day of the hearing as staff read and print it: who is heard when, who sits there, what was said, what the points come to."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.together import share_out, together
from projects.proposals.conflicts.access import excluded_among
from projects.proposals.models import Proposal, know_filings
from projects.proposals.workflow import PROPOSAL

from .plan_actions import plan_of
from .plan_models import HearingSlot, Phase
from .scoring import HEARD, kept_away, seats_of_call

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
    """The whole day. present: how many of the panel are there; holds: whether that is a quorum, None where none was said.

    proposals: all that are judged, heard or not; panel: every seat of the call as `seats_of_call` gives it.
    """

    plan: object
    turns: list
    seats: list
    present: int
    holds: bool | None
    proposals: list
    panel: list

    @property
    def ends(self):
        """When the last one is over; None without a time."""
        return self.turns[-1].ends if self.turns else None


def judged_proposals(call):
    """[Proposal] of a call whose review has begun, in the order of their numbers, with their places. One query, two where anything came on paper."""
    rows, joint_groups, exclusions = together(_judged(call.pk), *kept_away(call))
    know_filings(rows)
    share_out(rows, joint_groups=joint_groups, exclusions=exclusions)
    for row in rows:
        row.call = call  # with its plan
    return rows


@keyed
def _judged(call):
    rows = Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("marks"))
    return rows.select_related("partner", "department", "hearing_slot").only(*HEARD).order_by("number", "pk")


def hearing_phase(plan):
    """The phase to which the day belongs: whoever is absent is absent there."""
    return Phase.HEARING if plan.two_phases else Phase.DOCUMENTS


def day_of(call, known=None):
    """The Day of a call; known: its `loaded`, where the page has it. Three queries, none where it is known."""
    plan = plan_of(call)
    proposals = known.proposals if known else judged_proposals(call)
    slots = sorted((row.hearing_slot for row in proposals if hasattr(row, "hearing_slot")), key=lambda slot: slot.place)
    phase = hearing_phase(plan)
    panel = known.seats if known else seats_of_call(call)
    seats = [seat for seat in panel if seat.in_force]
    people = {seat.member: seat.partners for seat in seats}
    out = {slot.pk: excluded_among(slot.proposal, people) for slot in slots}
    going = {key: users for key, users in out.items() if users}
    leave = {slot.pk: [seat.user for seat in seats if seat.member in going.get(slot.pk, ())] for slot in slots}
    goes = [slot for slot in slots if slot.pk in going]
    sitting = [
        Seat(seat, phase in seat.absent_in, [slot.place for slot in goes if seat.member in going[slot.pk]]) for seat in seats
    ]
    present = sum(not seat.is_absent for seat in sitting)
    holds = None if plan.quorum is None else present >= plan.quorum
    return Day(plan, _turns(plan, slots, leave), sitting, present, holds, proposals, panel)


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
