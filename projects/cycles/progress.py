"""Who has done their part of a year."""

from projects.cycles.do.models import ChangeRequest

from .models import ROLE_OF


def mark_done(cycles):
    """Sets `done_by`: the side that has agreed to the plan, handed in its answers, or asked for the change that waits for an answer.

    Prefetch `confirmations` and `evaluations`; one query for the changes, none where no year waits for one.
    """
    asked = _asked_by([cycle.pk for cycle in cycles if cycle.may("answer")])
    for cycle in cycles:
        sides = ()
        if cycle.may("plan"):
            sides = [confirmation.side for confirmation in cycle.confirmations.all()]
        elif cycle.may("evaluate"):
            sides = [evaluation.side for evaluation in cycle.evaluations.all() if evaluation.submitted_at]
        elif cycle.may("answer"):
            sides = [asked.get(cycle.pk, "group")]
        cycle.done_by = tuple(ROLE_OF[side] for side in sides)


def _asked_by(keys):
    """{key of the year: the side that asked}."""
    return dict(ChangeRequest.objects.waiting().filter(cycle__in=keys).values_list("cycle", "side")) if keys else {}
