"""The queue that staff are working through: what waits in it, and which matter of it this page shows."""

from typing import NamedTuple

from django.http import QueryDict

from kyodo_portal.common.upwards import parties_of

from .models import Task


class QueuePlace(NamedTuple):
    """Where a matter stands in the queue out of which its page was opened. `at`: 1 for the first, None once it has left the queue;
    `before` and `after`: keys of the matters beside it, of one that has left the first that still waits.
    """

    label: str
    count: int
    at: int | None
    before: int | None
    after: int | None


def waiting(model, queue, user):
    """The matters of one queue that wait for this person: those of open tasks. The secretariat sees others' turns too."""
    process = model.process
    tasks = Task.objects.open().filter(process=process.key)
    if queue.asks:
        tasks = tasks.filter(kind=Task.Kind.OWN, source__startswith=f"{queue.asks}:")
    else:
        tasks = tasks.filter(kind=Task.Kind.STATE, role__in=queue.turns or queue.roles)
        tasks = tasks.filter(stage__in=queue.states) if queue.states else tasks
    if queue.is_late:
        tasks = tasks.late()
    if not queue.turns:
        held = tasks.held_by(parties_of(user))
        tasks = held | tasks.exclude(role="secretariat") if "secretariat" in process.desks_of(user) else held
    matters = model.objects.visible_to(user).filter(pk__in=tasks.values("subject_id"))
    return getattr(matters, queue.narrow)(user) if queue.narrow else matters


def place_in_queue(subject, user, filters, ordering):
    """The QueuePlace of a matter whose page was opened out of a list that `filters` ("queue=new&…") had narrowed, in the list's order;
    None where it was no queue. One query.
    """
    queue = subject.process.queue(QueryDict(filters).get("queue", ""))
    if queue is None or queue.page:
        return None
    keys = list(waiting(type(subject), queue, user).order_by(*ordering, "pk").values_list("pk", flat=True))
    if subject.pk not in keys:
        return QueuePlace(queue.label, len(keys), None, None, keys[0] if keys else None)
    at = keys.index(subject.pk)
    before, after = (keys[at - 1] if at else None), (keys[at + 1] if at + 1 < len(keys) else None)
    return QueuePlace(queue.label, len(keys), at + 1, before, after)
