"""What stands on the sheets that staff print."""

from typing import NamedTuple

from projects.calls.models import Call
from projects.proposals.content_models import ProposalRevision
from projects.proposals.content_presenters import DrawnSection, drawn_sections
from projects.proposals.models import Proposal
from projects.proposals.presenters import content_of, counted_only, frozen

from .room import fit

TO_A_PAGE = 40  # lines of the table of contents
ONE_LEAF = 2  # pages: printed on both sides, everything begins on a leaf of its own


class Printed(NamedTuple):
    """One proposal on its pages. `size`: of its letters, from 1; `first`: the number of its first page in the job."""

    proposal: Proposal
    revision: ProposalRevision | None
    sections: list[DrawnSection]
    size: int
    pages: int
    first: int = 1

    @property
    def last(self):
        return self.first + self.pages - 1


class Job(NamedTuple):
    """All proposals of a call: the pages of its table of contents ([Printed] each), then the proposals."""

    call: Call
    contents: list[list[Printed]]
    proposals: list[Printed]

    @property
    def pages(self):
        return self.proposals[-1].last if self.proposals else 1

    @property
    def has_blank_page(self):
        """The back of the contents stays empty, so that the first proposal begins on a leaf."""
        return len(self.contents) % ONE_LEAF != 0


def printed(proposal):
    """The Printed of one proposal as it was sent; of a draft as it stands, without the groups that have not answered."""
    revision = frozen(proposal)
    content = revision.content if revision and not proposal.is_unsent else counted_only(content_of(proposal))
    return _printed(proposal, revision, content)


def _printed(proposal, revision, content, first=1):
    sections = [section for section in drawn_sections(content, proposal) if not section.is_empty]
    return Printed(proposal, revision, sections, *fit(sections), first)


def job_of(call, proposals):
    """The Job of these proposals (rows with call and partner) in their order, as they were sent last. One query."""
    rows = ProposalRevision.objects.filter(proposal__in=proposals).order_by("number")
    newest = {row.proposal_id: row for row in rows}  # a later one takes the place of an earlier one
    leaves = -(-len(proposals) // (TO_A_PAGE * ONE_LEAF)) * ONE_LEAF
    made, first = [], leaves + 1
    for proposal in proposals:
        revision = newest[proposal.pk]
        one = _printed(proposal, revision, revision.content, first)
        one = one._replace(pages=one.pages + one.pages % ONE_LEAF)
        made.append(one)
        first = one.last + 1
    return Job(call, [made[start : start + TO_A_PAGE] for start in range(0, len(made), TO_A_PAGE)], made)
