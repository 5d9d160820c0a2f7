"""Buttons and history drawn from a process table."""

from django import template

from kyodo_portal.process.correction_presenters import asked, closed
from kyodo_portal.process.models import as_told
from kyodo_portal.process.waiting import told_changes, undo_link, waiting_of, waiting_steps

register = template.Library()


@register.inclusion_tag("process/_buttons.html")
def step_buttons(subject, user, calm=False):
    """Links to the confirm pages of the steps that `user` may take now; those with a page of their own are offered there.

    `calm`: a stronger button stands beside them.
    """
    steps = [row for row in subject.offered_to(user) if not row.page and not row.is_undo]
    return {
        "buttons": [(subject.step_url(row), row.label, row.is_quiet) for row in steps],
        "calm": calm,
    }


@register.inclusion_tag("process/_history.html")
def step_history(subject, user, names=False):
    """What was decided, newest first, with reasons, and how `user` takes the last step back. `names`: show who did it (staff pages)."""
    return {
        "changes": as_told(told_changes(subject, subject.changes.select_related("by").order_by("version")))[::-1],
        "names": names,
        "undo": undo_link(subject, user),
    }


@register.inclusion_tag("process/_waiting.html")
def waiting_note(subject, user):
    """On a matter's page, for who took its last step: whom that will be told to and when, and 「もどす」."""
    waiting = waiting_of(subject, user)
    return {"waiting": [waiting] if waiting else []}


@register.inclusion_tag("process/_waiting.html")
def waiting_notes(user):
    """The same of everything that this person did, for the inbox and マイページ."""
    return {"waiting": waiting_steps(user), "named": True}


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
