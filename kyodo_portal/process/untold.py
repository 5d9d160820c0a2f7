"""What overtakes a notice that waits: a value that is written again, of which people hear once, and a doing of what it asks for."""

from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.upwards import told_by_mistake
from kyodo_portal.common.workflow import SAME
from kyodo_portal.notices.actions import TakenBack, take_back
from kyodo_portal.notices.waiting import waiting_time

from .events import answers_as_json, event_of

NOBODY = TakenBack([], {}, {})  # has heard of what a step speaks of


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


class LetGo(NamedTuple):
    """What waited to be told when a step came: of whom `heard` tells (TakenBack) that they had heard of what stood before `first`, the
    oldest press that this one overwrites; what is said after all where the step is taken back; whether nobody heard of what led here.
    """

    heard: TakenBack | None
    first: object
    unsaid: list
    unheard: bool


def let_go(locked, row, hook, answers, undone):
    """Before the matter moves: what waits, and holds no more after this step, is told nobody."""
    unheard = row.target == SAME and not row.asks and is_unheard_of(locked)
    former = untold_presses(locked, row.name, **_beside(hook, answers)) if hook.overwrites else []
    heard = None
    if former:
        event = event_of(locked, former[-1].version)
        heard = take_back(event)
        told_by_mistake(event, key=event_of(locked, locked.version + 1), for_good=False)
    unsaid = [*(heard.unsaid if heard else ()), *_asked_no_more(locked, row, undone)]
    return LetGo(heard, former[0] if former else None, unsaid, unheard)


def _asked_no_more(locked, row, undone):
    """A step that leads on does what was asked for here: what waits to ask for it is told nobody. [what would have been said]."""
    if undone or row.target == SAME:
        return []
    asks = untold_asks(locked, locked.status)
    return [said for version in asks for said in take_back(event_of(locked, version)).unsaid]


def _beside(hook, answers):
    """{name: value as the history keeps it} of the answers that a press of this step has in common with one that it overwrites."""
    kept = answers_as_json({name: answers.get(name) for name in hook.beside})
    return {name: kept.get(name) for name in hook.beside}


def known_again(overtaken, locked, before, hook, answers):
    """Once it moved: the TakenBack of those who had heard, where all is as people know it; None where they have something to hear."""
    if overtaken.unheard and locked.status != before:  # what was asked is let go, and led on at once
        return NOBODY
    if not overtaken.heard:
        return None
    stands, stood = hook.keep(locked, **answers), overtaken.first.kept or {}
    return overtaken.heard if all(stands[name] == stood.get(name) for name in hook.overwrites) else None
