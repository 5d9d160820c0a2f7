"""How the sample's first call is judged: on a day with a hearing, with one member who cannot come and one who writes on paper."""

import datetime

from projects.models import Call, PanelSeat, Proposal
from projects.proposals.workflow import ProposalStatus
from projects.reviews.paper_actions import enter_sheet
from projects.reviews.plan_actions import PLAN, note_absences, plan_of, save_plan, set_order
from projects.reviews.plan_models import Phase, criteria_of

from .clock import at, days_ago
from .proposal_story import GOOD_MARKS
from .scans import scan

DAY = {"quorum": 3, "starts_at": datetime.time(13, 30), "place": "見本市役所 3階 会議室", "pause_after": 1}


def settle(cast):
    """Needs the proposals of sample/calls.py, two of which wait for the hearing."""
    call, clerk = Call.objects.order_by("pk").first(), cast["jimukyoku"]
    waiting = list(Proposal.objects.filter(call=call, status=ProposalStatus.REVIEWING).order_by("number"))
    absent = PanelSeat.objects.create(call=call, user=cast["shinsa4"], position="商工の経験者", since=call.opens_at.date())
    with at(days_ago(9)):
        told = {name: getattr(plan_of(call), name) for name in PLAN} | DAY
        save_plan(call, by=clerk, plan=told, rules={row.pk: (None, "") for row in criteria_of(call.pk)})
        set_order(call, by=clerk, places={row.pk: place for place, row in enumerate(waiting, start=1)})
    with at(days_ago(2)):
        note_absences(call, by=clerk, absent={(absent.pk, Phase.DOCUMENTS)})
    _on_paper(waiting[-1], call.seats.get(user=cast["shinsa2"]), clerk)


def _on_paper(proposal, seat, clerk):
    marks = {row.pk: (points, "") for row, points in zip(criteria_of(proposal.call_id), GOOD_MARKS, strict=True)}
    with at(days_ago(1)):
        enter_sheet(
            proposal,
            seat,
            by=clerk,
            revision=proposal.revisions.order_by("-number").first().number,
            received_on=days_ago(1),
            marks=marks,
            opinion="町内会との分担を、発表で聞きたいです。",
            scan=scan("審査票（見本）.pdf", "Mihon: a sheet on paper"),
            advice="朝の当番を2人ずつにすると、休みやすくなります。",
        )
