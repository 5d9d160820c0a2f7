"""What the panel's pages show: the list of seats, and one proposal's desk. The rule of blindness stands here.

Others' sheets are shown once one's own is in, never before; who has a conflict never sees them.
"""

from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.functional import cached_property

from partners.directory.access import partners_of
from projects.calls.models import Call, Criterion, PanelSeat
from projects.proposals.conflicts.access import is_excluded
from projects.proposals.content_models import ProposalRevision
from projects.proposals.joint.models import JOINT_GROUPS
from projects.proposals.models import Proposal

from .models import Review
from .score_sheets import CONFLICT, DRAFT, NOT_YET, OLD, SENT, STATE_LABELS, STATE_TONES, sheet_state
from .scoring import score_table

WAITS = (NOT_YET, DRAFT, OLD)
SHUT = "審査は終わりました。審査票は、もう変えられません。"
SHUT_BY_STATE = {
    SENT: "審査票は、もう出してあります。変えるときは、事務局に知らせてください。",
    CONFLICT: "「審査しない」と受け取ってあります。変えるときは、事務局に知らせてください。",
}


@dataclass
class Line:
    """One proposal in the list of seats."""

    proposal: Proposal
    state: str
    is_excluded: bool

    @property
    def waits(self):
        return self.state in WAITS and not self.is_excluded and self.proposal.may("mark")

    @property
    def label(self):
        if self.is_excluded:
            return "審査しない（提案した団体の人：除斥）"
        if self.state in WAITS and not self.waits:
            return "出さずに終わりました"
        return STATE_LABELS[self.state]

    @property
    def tone(self):
        return STATE_TONES[self.state] if self.waits or self.state == SENT else "quiet"


@dataclass
class Round:
    """One call of the list."""

    call: Call
    lines: list = field(default_factory=list)

    @property
    def left(self):
        return sum(line.waits for line in self.lines)

    @property
    def due(self):
        return self.call.sheets_due_on


def seats_of(user):
    """[Round] of today's seats, those with work first; a constant number of queries."""
    rounds = {
        seat.call_id: Round(seat.call)
        for seat in PanelSeat.objects.valid().filter(user=user).select_related("call").order_by("-call__closes_at", "pk")
    }
    proposals = (
        Proposal.objects.to_review(user)
        .select_related("partner")
        .prefetch_related(JOINT_GROUPS, "exclusions")
        .annotate(newest=Max("revisions__number"))
    )
    own = {sheet.proposal_id: sheet for sheet in Review.objects.filter(reviewer=user).select_related("revision")}
    for proposal in proposals.order_by("number", "pk"):
        line = Line(
            proposal, sheet_state(own.get(proposal.pk), proposal.newest), is_excluded(proposal, user.pk, partners_of(user))
        )
        rounds[proposal.call_id].lines.append(line)
    return sorted(rounds.values(), key=lambda call_round: call_round.left == 0)


class Desk:
    """One proposal before one panel member."""

    def __init__(self, user, proposal):
        self.user, self.proposal = user, proposal
        self.revision = ProposalRevision.objects.filter(proposal=proposal).order_by("-number").first()
        self.sheet = Review.objects.filter(proposal=proposal, reviewer=user).select_related("revision").first()
        self.criteria = list(Criterion.objects.filter(call=proposal.call_id))
        self.state = sheet_state(self.sheet, self.revision.number)

    @property
    def is_open(self):
        """Whether the sheet may be written now."""
        return self.proposal.may("mark") and self.state in WAITS

    @property
    def closed_text(self):
        """Why it may not."""
        if not self.proposal.may("mark"):
            return SHUT
        return SHUT_BY_STATE.get(self.state, "")

    @cached_property
    def others(self):
        """The table of all sheets, only for who has sent the own one; otherwise None."""
        return score_table(self.proposal) if self.state == SENT else None

    @property
    def talks(self):
        """What the department says about it, talk by talk: the panel reads it beside the text. One query."""
        return list(self.proposal.talks.order_by("held_on", "pk"))

    @property
    def own_marks(self):
        """[(criterion, Score or None)] of one's own sheet."""
        marks = {score.criterion_id: score for score in self.sheet.scores.all()} if self.sheet else {}
        return [(criterion, marks.get(criterion.pk)) for criterion in self.criteria]

    @property
    def context(self):
        return {
            "proposal": self.proposal,
            "call": self.proposal.call,
            "revision": self.revision,
            "content": self.revision.content,
            "files": self.proposal.files.all(),
            "talks": self.talks,
            "sheet": self.sheet,
            "state": self.state,
            "state_label": STATE_LABELS[self.state],
            "state_tone": STATE_TONES[self.state],
            "is_open": self.is_open,
            "closed_text": self.closed_text,
            "is_old": self.state == OLD,
            "own_marks": self.own_marks,
            "table": self.others,
            "due": self.proposal.call.sheets_due_on,
        }


def desk_of(user, proposal):
    """The Desk of a panel member; see there."""
    return Desk(user, proposal)
