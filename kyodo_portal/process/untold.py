"""What overtakes a notice that waits: a value that is written again, of which people hear once, and a doing of what it asks for."""

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


def untold_asks(subject, state):
    """[version] of the steps that asked somebody for what is to be done in `state`, where the matter stands or stood a moment ago, and
    of which nobody was told yet; where that is how it came there, of all that was done since: it spoke of what nobody knows. One query,
    none where nothing waits.
    """
    found, since = [], []
    just_now = subject.changes.filter(at__gt=timezone.now() - waiting_time()).order_by("-version")
    for change in just_now if waiting_time() else ():
        if change.to_state != state:
            break
        since.append(change.version)
        if change.row and change.row.asks:
            found.append(change.version)
        if change.from_state != state:
            return since if change.version in found else found
    return found


def is_unheard_of(subject):
    """It stands where it stands because somebody asked for something, and nobody was told of that yet. One query at most."""
    just_came = bool(waiting_time()) and subject.status_since > timezone.now() - waiting_time()
    return just_came and bool(untold_asks(subject, subject.status))
