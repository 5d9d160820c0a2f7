"""What waits for a person in the projects app: one function per part, summed in `todo` for マイページ."""

import datetime

from django.urls import reverse

from kyodo_portal.common.todo import Todo
from partners.access import partners_of

from .access import side_of
from .models import Cycle, Proposal
from .models.cycles import HOLDS
from .reading_reviews import seats_of


def panel_todo(user):
    """Score sheets that a panel member has not sent."""
    return [
        Todo("審査票を書く", str(line.proposal), reverse("review", args=[line.proposal.pk]), round_.due)
        for round_ in seats_of(user)
        for line in round_.lines
        if line.waits
    ]


def cycle_todo(user):
    """The years of the user's own collaborations in which it is that side's turn."""
    mine = partners_of(user)
    rows = Cycle.objects.unfinished().filter(project__participations__partner__in=mine).distinct()
    found = []
    for cycle in rows.select_related("project__form").prefetch_related(
        "project__participations__partner", "evaluations", "confirmations"
    ):
        side = side_of(user, cycle.project)
        if side is None or HOLDS[side] not in cycle.holder_codes:
            continue
        found.append(Todo(cycle.state.next_task, str(cycle), cycle.task_url, cycle.due_on))
    return found


def proposals_todo(user):
    """Drafts that can still be sent, and what staff asked to put right; the due day is the deadline or the earliest correction's."""
    rows = Proposal.objects.waiting_for(user).prefetch_related("corrections")
    return [Todo(one.state.next_task, str(one), one.task_url, one.due_on) for one in rows]


def todo(user):
    """Everything that waits for `user`, the earliest due day first, those without one last."""
    found = panel_todo(user) + cycle_todo(user) + proposals_todo(user)
    return sorted(found, key=lambda one: one.due or datetime.date.max)
