"""Whom the sides of a collaboration have named for its years."""

from projects.entries.window_models import ContactWindow

from .models import Cycle
from .workflow import CYCLE


def windows_for(tasks):
    """{(process, key of the year): [ContactWindow]} of those of these tasks that are of years. Two queries at most."""
    years = {task.subject_id for task in tasks if task.process == CYCLE.key}
    if not years:
        return {}
    entries = dict(Cycle.objects.filter(pk__in=years).values_list("pk", "project"))
    named = {}
    for window in ContactWindow.objects.open().filter(project__in=set(entries.values())):
        named.setdefault(window.project_id, []).append(window)
    return {(CYCLE.key, year): named[entry] for year, entry in entries.items() if entry in named}
