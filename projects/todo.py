"""What waits for a person in the projects app, summed for マイページ."""

import datetime

from projects.cycles.todo import cycle_todo
from projects.ledger.todo import objections_todo
from projects.proposals.todo import joint_todo, proposals_todo, staff_todo
from projects.reviews.todo import panel_todo


def todo(user):
    """Everything that waits for `user`, the earliest due day first, those without one last."""
    todos = (
        panel_todo(user) + cycle_todo(user) + objections_todo(user) + proposals_todo(user) + joint_todo(user) + staff_todo(user)
    )
    return sorted(todos, key=lambda item: item.due or datetime.date.max)
