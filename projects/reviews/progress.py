"""Who has done their part of a proposal."""

from projects.proposals.models import Talk

from .scoring import complete_among


def mark_done(proposals):
    """Sets `done_by`: the panel once every sheet is in, the department once a talk is recorded, where somebody goes on then.

    Seven queries, none without a proposal that stands where it is judged or talked about.
    """
    judged = complete_among([one for one in proposals if one.may("mark")])
    talks = [one.pk for one in proposals if one.may("talk") and one.state.then]
    talked = set(Talk.objects.filter(proposal__in=talks).values_list("proposal_id", flat=True)) if talks else ()
    for one in proposals:
        one.done_by = ("panel",) if one.pk in judged else ("department",) if one.pk in talked else ()
