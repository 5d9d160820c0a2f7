"""The years in which it is one's own turn, for マイページ."""

from kyodo_portal.common.todo import Todo
from partners.directory.access import partners_of
from projects.entries.access import side_of

from .models import ROLE_OF, Cycle


def cycle_todo(user):
    """The years of the user's own collaborations in which it is that side's turn."""
    mine = partners_of(user)
    cycles = Cycle.objects.unfinished().filter(project__participations__partner__in=mine).distinct()
    todos = []
    for cycle in cycles.select_related("project__form").prefetch_related(
        "project__participations", "evaluations", "confirmations"
    ):
        side = side_of(user, cycle.project)
        if side is None or ROLE_OF[side] not in cycle.responsible:
            continue
        todos.append(Todo(cycle.next_task, str(cycle), cycle.task_url, cycle.due_on))
    return todos
