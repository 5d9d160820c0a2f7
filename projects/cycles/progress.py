"""Who has done their part of a year, and when something was last heard of it."""

from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from .do.models import ChangeRequest, Update
from .models import ROLE_OF


def mark_done(cycles):
    """Sets `done_by`: the side that has agreed to the plan, handed in its answers, or asked for the change that waits for an answer.

    One query each for the confirmations, the answers and the changes, none where no year waits for one or they are at hand.
    """
    prefetch_related_objects([cycle for cycle in cycles if cycle.may("plan")], "confirmations")
    prefetch_related_objects([cycle for cycle in cycles if cycle.may("evaluate") and not cycle.may("plan")], "evaluations")
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


def mark_active(cycles):
    """Sets `active_on`: the day on which something was last heard of the year. One query, none without a year."""
    if not cycles:
        return
    written = Update.objects.filter(cycle__in=[cycle.pk for cycle in cycles]).order_by().values("cycle")
    last = dict(written.annotate(last=Max("created_at")).values_list("cycle", "last"))
    for cycle in cycles:
        days = [cycle.starts_on, timezone.localdate(cycle.status_since)]
        if cycle.pk in last:
            days.append(timezone.localdate(last[cycle.pk]))
        cycle.active_on = max(days)
