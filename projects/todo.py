"""What waits for a person in the projects app: one function per part, summed in `todo` for マイページ."""
import datetime

from django.urls import reverse

from kyodo_portal.common.todo import Todo

from .reading_reviews import seats_of


def panel_todo(user):
    """Score sheets that a panel member has not sent."""
    return [
        Todo("審査票を書く", str(line.proposal), reverse("review", args=[line.proposal.pk]), round_.due)
        for round_ in seats_of(user)
        for line in round_.lines
        if line.waits
    ]


def todo(user):
    """Everything that waits for `user`, the earliest due day first, those without one last."""
    found = panel_todo(user)
    return sorted(found, key=lambda one: one.due or datetime.date.max)
