"""Who has done their part of a proposal."""

from projects.proposals.models import Talk

from .scoring import complete_among


def mark_done(proposals):
    """Sets `done_by`: the panel once every sheet is in, the department once a talk is recorded, where somebody goes on then.

    Seven queries, none without a proposal that stands where it is judged or talked about.
    """
    judged = complete_among([proposal for proposal in proposals if proposal.may("mark")])
    talks = [proposal.pk for proposal in proposals if proposal.may("talk") and proposal.state.then]
    talked = set(Talk.objects.filter(proposal__in=talks).values_list("proposal_id", flat=True)) if talks else ()
    for proposal in proposals:
        proposal.done_by = ("panel",) if proposal.pk in judged else ("department",) if proposal.pk in talked else ()
