"""Buttons and history drawn from a process table."""

from django import template
from django.urls import reverse

from kyodo_portal.process.correction_presenters import asked, closed

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


@register.inclusion_tag("process/_asked.html")
def asked_corrections(corrections, addresses=None):
    """{% asked_corrections rows %}: what is still to be put right, each with its reason and its day.

    addresses: {field: the page on which the group puts it right}; none where that stands on the page itself.
    """
    return {"rows": asked(corrections, addresses)}


@register.inclusion_tag("process/_corrected.html")
def closed_corrections(corrections, hidden=(), own=False, waiting=False):
    """{% closed_corrections rows %}: what became of each item, the change marked; nothing where there is none.

    hidden: fields whose text this person may not read. own: for the group itself. waiting: with those still open (staff).
    """
    rows = list(corrections)
    return {"rows": closed(rows, hidden=hidden, own=own), "waiting": asked(rows, hidden=hidden) if waiting else []}
