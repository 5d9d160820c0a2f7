"""Whom the sides of a collaboration have named for its years."""

from projects.entries.access import people_of_side
from projects.entries.participation_models import Participation
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


def without_window(cycle):
    """[sentence] that names each side of which nobody can be asked: it has named no 連絡窓口, or who was named has left since. Five
    queries at most."""
    named = {row.side: row for row in cycle.project.windows.open()}
    missing = []
    for side, label in Participation.Side.choices:
        window = named.get(side)
        people = {user.pk for user in people_of_side(cycle.project, side)} if window and window.main_id else set()
        if window is None or not (window.main_name or window.main_id in people):
            missing.append(label)
    return [
        f"連絡窓口（{label}）が、まだ決まっていません。このままでも始められますが、先に決めると、たがいに聞く相手がわかります。"
        for label in missing
    ]
