"""What the panel's pages show: the list of seats, and one proposal's desk. The rule of blindness stands here.

Others' sheets are shown once one's own is in, never before; who has a conflict never sees them.
"""

from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.functional import cached_property

from kyodo_portal.common.lists.together import set_along, together
from partners.directory.access import partners_of
from projects.calls.models import Call
from projects.calls.panel_models import PanelSeat
from projects.proposals.conflicts.access import is_excluded
from projects.proposals.content_models import ProposalRevision
from projects.proposals.joint.models import JOINT_GROUPS
from projects.proposals.models import Proposal

from .blind import GROUP, hidden, hidden_content, names_of
from .models import Review, Score
from .past import past_years
from .plan_actions import plan_of
from .plan_models import Absence, criteria_rows, is_blind, marked_in, phase_of
from .score_sheets import ABSENT, CONFLICT, DRAFT, NOT_YET, OLD, SENT, STATE_LABELS, STATE_TONES, sheet_state
from .scoring import score_table

WAITS = (NOT_YET, DRAFT, OLD)
SHUT = "審査は終わりました。審査票は、もう変えられません。"
SHUT_BY_STATE = {
    SENT: "審査票は、もう出してあります。変えるときは、事務局に知らせてください。",
    CONFLICT: "「審査しない」と受け取ってあります。変えるときは、事務局に知らせてください。",
    ABSENT: "欠席と記録されています。まちがいのときは、事務局に知らせてください。",
}


@dataclass
class Line:
    """One proposal in the list of seats."""

    proposal: Proposal
    state: str
    is_excluded: bool
    title: str
    summary: str
    group: str

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
        """The first day by which a sheet is wanted that this member has still to write."""
        days = [line.proposal.sheets_due_on for line in self.lines if line.waits]
        return min(filter(None, days), default=None) if days else self.call.sheets_due_on


def seats_of(user):
    """[Round] of today's seats, those with work first; a constant number of queries."""
    rounds = {
        seat.call_id: Round(seat.call)
        for seat in PanelSeat.objects.valid().filter(user=user).select_related("call").order_by("-call__closes_at", "pk")
    }
    proposals = (
        Proposal.objects.to_review(user)
        .select_related("partner", "call__review_plan", "hearing_slot")
        .prefetch_related(JOINT_GROUPS, "exclusions")
        .annotate(newest=Max("revisions__number"))
    )
    sheets = Review.objects.filter(reviewer=user).select_related("revision").defer("revision__content")
    own = {(sheet.proposal_id, sheet.phase): sheet for sheet in sheets}
    absent = set(Absence.objects.filter(seat__user=user).values_list("seat__call", "phase"))
    for proposal in proposals.order_by("number", "pk"):
        rounds[proposal.call_id].lines.append(_line(user, proposal, own, absent))
    return sorted(rounds.values(), key=lambda call_round: call_round.left == 0)


def _line(user, proposal, own, absent):
    phase = phase_of(proposal)
    state = ABSENT if (proposal.call_id, phase) in absent else sheet_state(own.get((proposal.pk, phase)), proposal.newest)
    excluded, title, summary, group = is_excluded(proposal, user.pk, partners_of(user)), proposal.title, proposal.summary, ""
    if is_blind(proposal.call):
        names = names_of(proposal)
        title, summary, group = hidden(title, names), hidden(summary, names), GROUP
    return Line(proposal, state, excluded, title, summary, group or str(proposal.partner))


class Desk:
    """One proposal before one panel member."""

    def __init__(self, user, proposal):
        self.user, self.proposal, self.phase = user, proposal, phase_of(proposal)
        (self.revision,), sheets, scores, criteria, absences = together(
            ProposalRevision.objects.filter(proposal=proposal).order_by("-number")[:1],
            Review.objects.filter(proposal=proposal, reviewer=user).select_related("revision", "entered_by"),
            Score.objects.filter(review__proposal=proposal, review__reviewer=user).order_by("criterion__order", "criterion"),
            criteria_rows(proposal.call_id),
            Absence.objects.filter(seat__call=proposal.call_id, seat__user=user, phase=self.phase).order_by(),
        )
        for sheet in sheets:
            set_along(sheet, scores=[score for score in scores if score.review_id == sheet.pk])
        own = {sheet.phase: sheet for sheet in sheets}
        self.sheet = own.get(self.phase)
        self.earlier = next((sheet for phase, sheet in own.items() if phase != self.phase), None)
        self.criteria = marked_in(criteria, self.phase)
        self.is_blind = is_blind(proposal.call)
        self.names = names_of(proposal) if self.is_blind else []
        self.state = ABSENT if absences else sheet_state(self.sheet, self.revision.number)

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
        """What the departments say about it, talk by talk: the panel reads it beside the text. One query."""
        talks = list(self.proposal.talks.standing().select_related("department").order_by("held_on", "pk"))
        for talk in talks:
            talk.opinion, talk.summary = hidden(talk.opinion, self.names), hidden(talk.summary, self.names)
        return talks

    @cached_property
    def places(self):
        """(the proposal before, this one's number, how many there are, the one after), in the order of the list: the call's, as this
        member finds them. One query."""
        keys = list(
            Proposal.objects.to_review(self.user)
            .filter(call=self.proposal.call_id)
            .order_by("number", "pk")
            .values_list("pk", flat=True)
        )
        at = keys.index(self.proposal.pk)
        return keys[at - 1] if at else None, at + 1, len(keys), keys[at + 1] if at + 1 < len(keys) else None

    @property
    def title(self):
        return hidden(self.proposal.title, self.names)

    @property
    def own_marks(self):
        """[(criterion, Score or None)] of one's own sheet."""
        marks = {score.criterion_id: score for score in self.sheet.scores.all()} if self.sheet else {}
        return [(criterion, marks.get(criterion.pk)) for criterion in self.criteria]

    @property
    def context(self):
        content = self.revision.content
        before, at, among, after = self.places
        return {
            "proposal": self.proposal,
            "title": self.title,
            "summary": hidden(self.proposal.summary, self.names),
            "group": GROUP if self.is_blind else str(self.proposal.partner),
            "is_blind": self.is_blind,
            "before": before,
            "at": at,
            "among": among,
            "after": after,
            "phase": self.phase if plan_of(self.proposal.call).two_phases else "",
            "earlier": self.earlier,
            "past": [] if self.is_blind else past_years(self.proposal.partner_id),
            "call": self.proposal.call,
            "revision": self.revision,
            "content": hidden_content(content, self.names) if self.is_blind else content,
            "talks": self.talks,
            "sheet": self.sheet,
            "state": self.state,
            "state_label": STATE_LABELS[self.state],
            "state_tone": STATE_TONES[self.state],
            "is_open": self.is_open,
            "on_paper": self.sheet if self.sheet and self.sheet.entered_by_id else None,
            "closed_text": self.closed_text,
            "is_old": self.state == OLD,
            "own_marks": self.own_marks,
            "table": self.others,
            "due": self.proposal.sheets_due_on,
        }


def next_to_judge(user, proposal):
    """The next proposal of the same call that waits for this member's sheet, after this one in the list or else the first; None
    where none does. Queries: those of `seats_of`."""
    lines = next((row.lines for row in seats_of(user) if row.call.pk == proposal.call_id), [])
    at = next((number for number, line in enumerate(lines) if line.proposal.pk == proposal.pk), 0)
    return next((line.proposal for line in (*lines[at + 1 :], *lines[:at]) if line.waits), None)


def desk_of(user, proposal):
    """The Desk of a panel member; see there."""
    return Desk(user, proposal)
