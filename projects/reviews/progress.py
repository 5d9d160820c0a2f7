"""Who has done their part of a proposal."""

from projects.proposals.models import Proposal

from .scoring import read_table, sheets_of


def mark_done(proposals):
    """Sets `done_by`: the panel once every sheet is in, the department once every one that was asked has recorded its talk, where
    somebody goes on then; and `sheets_in`: the ids of the panel members from whom nothing is wanted any more.

    Two queries, none without a proposal that stands where it is judged or talked about.
    """
    judged = [proposal for proposal in proposals if proposal.may("mark")]
    tables = {proposal.pk: read_table(proposal) for proposal in judged if read_table(proposal)}
    tables |= sheets_of([proposal for proposal in judged if proposal.pk not in tables])
    talks = [proposal.pk for proposal in proposals if proposal.may("talk") and proposal.state.then]
    talked = set(Proposal.objects.filter(pk__in=talks).talked_about().values_list("pk", flat=True)) if talks else ()
    for proposal in proposals:
        table = tables.get(proposal.pk)
        is_judged = table is not None and table.is_complete
        proposal.done_by = ("panel",) if is_judged else ("department",) if proposal.pk in talked else ()
        proposal.sheets_in = {sheet.seat.user_id for sheet in table.sheets if sheet not in table.waiting} if table else set()
