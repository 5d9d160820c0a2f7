"""Buttons and history drawn from a process table."""

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("process/_buttons.html")
def step_buttons(subject, user, calm=False):
    """Links to the confirm pages of the steps that `user` may take now; those with a page of their own are offered there.

    `calm`: a stronger button stands beside them.
    """
    steps = [row for row in subject.offered_to(user) if not row.page]
    key = subject.process.key
    return {
        "buttons": [(reverse(f"{key}-step", args=[subject.pk, row.name]), row.label, row.is_quiet) for row in steps],
        "calm": calm,
    }


@register.inclusion_tag("process/_history.html")
def step_history(subject, names=False):
    """What was decided, newest first, with reasons. `names`: show who did it (staff pages)."""
    return {
        "changes": list(subject.changes.select_related("by").order_by("-version")),
        "names": names,
    }


@register.filter
def state_label(change):
    """The label of the state after a change, without asking for the matter again."""
    return change.subject.process.label_of(change.to_state)
