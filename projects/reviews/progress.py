"""Who has done their part of a proposal."""

from projects.proposals.models import Proposal

from .scoring import complete_among


def mark_done(proposals):
    """Sets `done_by`: the panel once every sheet is in, the department once every one that was asked has recorded its talk, where somebody goes on then.

    Seven queries, none without a proposal that stands where it is judged or talked about.
    """
    judged = complete_among([proposal for proposal in proposals if proposal.may("mark")])
    talks = [proposal.pk for proposal in proposals if proposal.may("talk") and proposal.state.then]
    talked = set(Proposal.objects.filter(pk__in=talks).talked_about().values_list("pk", flat=True)) if talks else ()
    for proposal in proposals:
        proposal.done_by = ("panel",) if proposal.pk in judged else ("department",) if proposal.pk in talked else ()
