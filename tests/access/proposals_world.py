"""What the rows of the access table speak of in papers of proposals."""

from kyodo_portal.common.files import uploads
from projects.models import Proposal
from projects.proposals.filing_actions import enter_proposal, file_for
from tests import build

from .world import own_group, proposal_sent


def _came():
    scan = uploads.Accepted("届いた紙.pdf", "application/pdf", b"%PDF-1.4 ...")
    return {"channel": "mail", "received_on": build.days(-1), "form_key": build.uuid4(), "scan": scan}


def call_and_group(who):
    return [build.call().pk, own_group(who).pk]


def filed_withdrawal(who):
    proposal = Proposal.objects.get(pk=proposal_sent(who)[0])
    return [proposal.pk, file_for(proposal, by=who["jimukyoku"], what="withdraw", **_came()).pk]


def entered_draft(who):
    made = enter_proposal(build.call(), own_group(who), by=who["jimukyoku"], title="紙の提案", **_came())
    return [made.pk, made.filings.get().pk]
