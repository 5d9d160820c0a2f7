"""Score sheets that wait for a panel member, for マイページ."""

from django.urls import reverse

from kyodo_portal.common.todo import Todo

from .presenters import seats_of


def panel_todo(user):
    """Score sheets that a panel member has not sent."""
    return [
        Todo("審査票を書く", str(line.proposal), reverse("review", args=[line.proposal.pk]), round_.due)
        for round_ in seats_of(user)
        for line in round_.lines
        if line.waits
    ]
