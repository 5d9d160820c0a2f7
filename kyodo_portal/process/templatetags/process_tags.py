"""Buttons and corrections drawn from a process table."""

from django import template

from kyodo_portal.process.correction_presenters import asked, closed
from kyodo_portal.process.models import promised_days
from kyodo_portal.process.waiting import as_told_to, waiting_of, waiting_steps
from kyodo_portal.process.why_not import withheld

register = template.Library()
register.simple_tag(promised_days)  # {% promised_days "voice" as days %}: how many 開庁日 are promised today


@register.inclusion_tag("process/_buttons.html")
def step_buttons(subject, user, calm=False):
    """Links to the confirm pages of the steps that `user` may take now; those with a page of their own are offered there. Below them the
    steps that are missing, and why.

    `calm`: a stronger button stands beside them.
    """
    offered = subject.offered_to(user)
    steps = [row for row in offered if not row.page and not row.is_undo]
    steps.sort(key=lambda row: row.is_quiet)  # the first one is the strong button: never what stops or leads back
    return {
        "buttons": [(subject.step_url(row), row.label, row.is_quiet) for row in steps],
        "calm": calm,
        "withheld": withheld(subject, user, offered),
    }


@register.inclusion_tag("process/_stands.html")
def stands(subject, more="", named=True, user=None):
    """{% stands cycle "令和8年度" %}: below the title of a page that is one form: which matter this is, how far, whose turn, until when.

    more: what its name does not say. named: with name and state, where the page does not say them itself. user: who reads it, where
    the view has the matter as it stands and not as they were told of it. Queries: those of `responsible` and of `as_told_to`.
    """
    return {"subject": as_told_to(subject, user) if user else subject, "more": more, "named": named}


@register.inclusion_tag("process/_waiting.html")
def waiting_note(subject, user):
    """On a matter's page, for who took its last step: whom that will be told to and when, and 「もどす」."""
    waiting = waiting_of(subject, user)
    return {"waiting": [waiting] if waiting else []}


@register.inclusion_tag("process/_waiting.html")
def waiting_notes(user):
    """The same of everything that this person did, for the inbox and マイページ."""
    return {"waiting": waiting_steps(user), "named": True}


@register.inclusion_tag("process/_asked.html")
def asked_corrections(corrections, addresses=None, unsaid=False):
    """{% asked_corrections rows %}: what is still to be put right, each with its reason and its day.

    addresses: {field: the page on which the group puts it right}; none where that stands on the page itself. unsaid: without the reasons,
    for who has no part in the matter.
    """
    return {"rows": asked(corrections, addresses), "unsaid": unsaid}


@register.inclusion_tag("process/_corrected.html")
def closed_corrections(corrections, hidden=(), own=False, waiting=False, unsaid=False):
    """{% closed_corrections rows %}: what became of each item, the change marked; nothing where there is none.

    hidden: fields whose text this person may not read. own: for the group itself. waiting: with those still open (staff).
    unsaid: without anybody's words about it, for who has no part in the matter.
    """
    rows = list(corrections)
    waits = asked(rows, hidden=hidden) if waiting else []
    return {"rows": closed(rows, hidden=hidden, own=own), "waiting": waits, "unsaid": unsaid}
