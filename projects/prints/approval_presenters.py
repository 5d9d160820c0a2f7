"""起案用紙: what goes round in the city hall before a result is recorded here, or with what was recorded."""

from typing import NamedTuple

from django.db.models import Sum
from django.utils.functional import cached_property

from kyodo_portal.common.own_words import own_words_in
from projects.calls.models import Call
from projects.cycles.plan.models import BudgetLine
from projects.proposals.models import Proposal
from projects.proposals.talk_models import Talk
from projects.reviews.decision_checks import WON
from projects.reviews.models import Decision
from projects.reviews.scoring import Place, ranking, score_table

# 決裁欄 from the highest down; who signs which matter is ruled by each city, so unused boxes are crossed out by hand.
DESKS = own_words_in(("市長", "副市長", "部長", "課長", "係長", "起案者"))

WIDE_ROWS = 22  # proposals that one page holds in rows over its whole width


def asked_by(proposals):
    """{proposal id: 円 that its group asks of the city}. One query."""
    lines = BudgetLine.objects.filter(proposal__in=proposals, side=BudgetLine.Side.INCOME, from_city=True).order_by()
    return dict(lines.values("proposal").annotate(total=Sum("amount")).values_list("proposal", "total"))


class Line(NamedTuple):
    """One proposal of a round. `asked`: 円 that the group asks for, None where it asks for none."""

    place: Place
    asked: int | None

    @property
    def proposal(self):
        return self.place.proposal

    @property
    def decision(self):
        return self.proposal.recorded_decision

    @property
    def result(self):
        return self.decision.get_result_display() if self.decision else ""


class RoundApproval:
    """起案用紙 for a whole call: in its order of points. A constant number of queries."""

    desks = DESKS

    def __init__(self, call: Call, user):
        self.call = call
        places = ranking(call, user=user)
        asked = asked_by([place.proposal for place in places])
        self.lines = [Line(place, asked.get(place.proposal.pk)) for place in places]

    @property
    def is_long(self):
        """Too many for rows over the whole width: two halves stand side by side."""
        return len(self.lines) > WIDE_ROWS

    @property
    def halves(self):
        """[Line] once, or the first and the second half of a long round."""
        half = -(-len(self.lines) // 2)
        return [self.lines[:half], self.lines[half:]] if self.is_long else [self.lines]

    @cached_property
    def numbers(self):
        """[document number] of what was recorded, each once; the paper leaves room for one where there is none."""
        return sorted({line.decision.document_number for line in self.lines if line.decision})

    @cached_property
    def counts(self):
        """[(result, how many)]; what is not decided comes last."""
        found = [(label, sum(line.result == label for line in self.lines)) for label in Decision.Result.labels]
        undecided = sum(not line.result for line in self.lines)
        return [pair for pair in [*found, ("これから決めるもの", undecided)] if pair[1]]

    @property
    def granted(self):
        """円 of the adoptions that were recorded."""
        return sum(line.decision.amount or 0 for line in self.lines if line.decision and line.decision.result in WON)

    @property
    def asked(self):
        return sum(line.asked or 0 for line in self.lines)

    @property
    def left(self):
        """円 of the budget that is not given; None where the call names no budget."""
        return None if self.call.budget is None else self.call.budget - self.granted

    @property
    def sheets(self):
        """(the fewest, the most) sheets that count for one proposal; None without a proposal."""
        counted = [len(line.place.table.counted) for line in self.lines]
        return (min(counted), max(counted)) if counted else None

    @property
    def to_look_at(self):
        """[sentence] of what whoever signs should know."""
        against = [line for line in self.lines if line.decision and line.decision.despite]
        early = [line for line in self.lines if line.decision and line.decision.early_reason]
        said = [f"「{line.proposal.title}」：最低点または予算をこえる採択です。わけ：{line.decision.despite}" for line in against]
        said += [
            f"「{line.proposal.title}」：審査票がそろわないまま決めます。わけ：{line.decision.early_reason}" for line in early
        ]
        tied = [line for line in self.lines if line.decision and line.decision.tie_rule]
        said += [f"「{line.proposal.title}」：{line.decision.tie_in_words}" for line in tied]
        if self.left is not None and self.left < 0:
            said.append(f"採択の合計が予算を{-self.left:,}円こえます。")
        return said


class Approval:
    """起案用紙 for one proposal. A constant number of queries."""

    desks = DESKS

    def __init__(self, proposal: Proposal):
        self.proposal, self.call = proposal, proposal.call
        self.decision, self.table = proposal.recorded_decision, score_table(proposal)
        self.asked = asked_by([proposal]).get(proposal.pk)
        self.talks = list(Talk.objects.standing().filter(proposal=proposal).exclude(opinion="").select_related("department"))
