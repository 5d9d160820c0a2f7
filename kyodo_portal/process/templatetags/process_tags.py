"""Buttons and history drawn from a process table."""

from django import template
from django.urls import reverse

register = template.Library()

# Steps that nobody is asked to take: never the strongest button of a page.
QUIET = frozenset({"withdraw", "renounce", "cancel", "suspend", "lapse", "not_accept", "decline"})


@register.inclusion_tag("process/_buttons.html")
def step_buttons(subject, user, skip="", calm=False):
    """Links to the confirm pages of the steps that `user` may take now. `skip`: names, parted by spaces, that the page offers otherwise.

    `calm`: a stronger button stands beside them.
    """
    rows = [row for row in subject.offered_to(user) if row.name not in skip.split()]
    key = subject.process.key
    return {
        "buttons": [(reverse(f"{key}-step", args=[subject.pk, row.name]), row.label, row.name in QUIET) for row in rows],
        "calm": calm,
    }


@register.inclusion_tag("process/_history.html")
def step_history(subject, names=False):
    """What was decided, newest first, with reasons. `names`: show who did it (staff pages)."""
    return {
        "changes": list(subject.changes.select_related("by").order_by("-version")),
        "names": names,
        "states": subject.process.states,
    }


@register.filter
def state_label(change):
    """The label of the state after a change, without asking for the matter again."""
    return change.subject.process.states(change.to_state).label
