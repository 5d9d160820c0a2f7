"""Who has done their part of a year, and when something was last heard of it."""

from django.db.models import Max
from django.utils import timezone

from .do.models import Update
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
