"""Who has done their part of a year."""

from .models import ROLE_OF


def mark_done(cycles):
    """Sets `done_by`: the side that has agreed to the plan, or handed in its answers. Prefetch `confirmations` and `evaluations`."""
    for cycle in cycles:
        sides = ()
        if cycle.may("plan"):
            sides = [confirmation.side for confirmation in cycle.confirmations.all()]
        elif cycle.may("evaluate"):
            sides = [evaluation.side for evaluation in cycle.evaluations.all() if evaluation.submitted_at]
        cycle.done_by = tuple(ROLE_OF[side] for side in sides)
