"""A value that is written again before anybody was told of it: people hear once, of what they know and of what stands now."""

from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time


def untold_presses(subject, step, **same):
    """[StageChange], the oldest first: the presses of this step that led to where the matter stands, each of which came before the one
    ahead of it was told. same: {name: value, as the history keeps it} of answers that they have in common. One query, none where nothing
    waits.
    """
    found, edge = [], timezone.now()
    for change in subject.changes.filter(version__lte=subject.version).order_by("-version")[:20] if waiting_time() else ():
        others = [name for name, value in same.items() if (change.details or {}).get(name) != value]
        if change.step != step or others or edge - change.at > waiting_time():
            break
        found.append(change)
        edge = change.at
    return found[::-1]
