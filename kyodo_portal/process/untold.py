"""A value that is written again before anybody was told of it: people hear once, of what they know and of what stands now."""

from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time


def untold_presses(subject, step):
    """[StageChange], the oldest first: the presses of this step that led to where the matter stands, each of which came before the one
    ahead of it was told. One query, none where nothing waits.
    """
    found, edge = [], timezone.now()
    for change in subject.changes.filter(version__lte=subject.version).order_by("-version")[:20] if waiting_time() else ():
        if change.step != step or edge - change.at > waiting_time():
            break
        found.append(change)
        edge = change.at
    return found[::-1]
