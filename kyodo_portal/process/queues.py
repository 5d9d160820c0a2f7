"""What of each `Queue` of the tables waits for whoever opens the admin's first page: two questions for all of them."""

import json
from typing import NamedTuple

from django.db import connection
from django.db.models import Aggregate, Q, TextField, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from kyodo_portal.common.admin_site import Waiting
from kyodo_portal.common.lists.kept_questions import kept, whose
from kyodo_portal.common.lists.together import rows_asked, texts_of
from kyodo_portal.common.upwards import parties_of
from kyodo_portal.common.workflow.rows import ROLES

from .models import Task

FEW = 500  # matters that a question names one by one; of more it asks the tasks again
# What tells tasks apart for a queue, in the order of their index: grouped by these alone, no row is sorted.
COLUMNS = ("process", "kind", "role", "stage")


class Keys(Aggregate):
    """The keys of a group as one text of JSON: of ten thousand tasks there are some fifty groups."""

    function, output_field = "json_group_array", TextField()

    def as_postgresql(self, compiler, connection, **more):
        made = self.copy()
        made.template = "json_agg(%(expressions)s)" if self.filter else "CAST(json_agg(%(expressions)s) AS text)"
        made.filter_template = "CAST(%s FILTER (WHERE %%(filter)s) AS text)"
        return made.as_sql(compiler, connection, **more)


class OpenTasks(NamedTuple):
    """Open tasks that the queues do not tell apart, and the matters that they are of. asked_by: "exclusion:" of an own task;
    is_held: by the person who asks, not by others. What is late stands among the others and once more by itself.
    """

    process: str
    kind: str
    role: str
    stage: str
    asked_by: str
    late: bool
    keys: set
    is_held: bool


def counted(request, models):
    """{(key of the process, key of the queue): Waiting} for the queues of these models, counted once a request."""
    if not hasattr(request, "counted_queues"):
        request.counted_queues = _count(request.user, models)
    return request.counted_queues


def _count(user, models):
    own, named = whose(user), {}
    for model, queue, tasks in _named(user, models, own):
        named.setdefault(model, {})[queue] = tasks
    asked = {}
    for model, queues in named.items():
        keys = _keys_of(one for tasks in queues.values() for one in tasks)
        asked[model, ""] = _among(_found(model, "visible_to", user, own), keys, model, own)
        for narrow in {queue.narrow for queue in queues} - {""}:
            narrowed = _keys_of(one for queue, tasks in queues.items() if queue.narrow == narrow for one in tasks)
            asked[model, narrow] = _among(_found(model, narrow, user, own), narrowed, model, own)
    found = dict(zip(asked, _keys_in(asked.values()), strict=True))
    return {
        (model.process.key, queue.key): _waiting(tasks, found[model, ""], found[model, queue.narrow])
        for model, queues in named.items()
        for queue, tasks in queues.items()
    }


def _keys_of(tasks):
    return set().union(*(one.keys for one in tasks))


def _waiting(tasks, *found):
    """The Waiting of one queue: of its open tasks those whose matters stand in each set of keys; None is the set of all."""
    found = [keys for keys in found if keys is not None]
    tasks = [one._replace(keys=one.keys.intersection(*found)) for one in tasks]
    own = _keys_of(one for one in tasks if one.is_held)
    return Waiting(
        count=len(_keys_of(tasks)),
        late=len(_keys_of(one for one in tasks if one.late)),
        is_ones_own=bool(own),
        others=tuple(label for role, label in ROLES.items() if any(one.role == role and one.keys - own for one in tasks)),
    )


def _found(model, method, user, own):
    """The Kept of the keys that a method of the manager (`visible_to`, a queue's `narrow`) finds for this person."""
    find = getattr(model.objects, method)
    return kept(f"{model._meta.label}.{method}", own, lambda: find(user).order_by().values("pk"))


def _among(found, keys, model, own):
    """(SQL, parameters) of those found that are among these matters; ("", []) where none can be, None where every matter is found. Of
    many the tasks are asked again."""
    if not found.sql:
        return "", []
    if found.is_all:
        return None
    name = connection.ops.quote_name(found.columns[0][0])
    if len(keys) <= FEW:
        return f"{name} IN ({', '.join(map(str, map(int, keys)))})".join(_around(found, name)), found.parameters
    open_ones = kept(f"{model._meta.label} open tasks", own, lambda: _matters_with_tasks(model.process.key))
    return f"{name} IN ({open_ones.sql})".join(_around(found, name)), [*found.parameters, *open_ones.parameters]


def _matters_with_tasks(process):
    return Task.objects.open().filter(process=process).order_by().values("subject_id")


def _around(found, name):
    """What stands before and behind the condition: a text of JSON with the keys."""
    made = f"CAST(json_agg({name}) AS text)" if connection.vendor == "postgresql" else f"json_group_array({name})"
    return f"(SELECT {made} FROM ({found.sql}) AS found WHERE ", ")"  # noqa: S608  what Django compiled, and numbers


def _keys_in(asked):
    """[{key}] of each (SQL, parameters), in one question; None for None."""
    asked = list(asked)
    texts = texts_of([one or ("", []) for one in asked])
    return [None if one is None else {*json.loads(text or "[]")} for one, text in zip(asked, texts, strict=True)]


def _named(user, models, own):
    """(model, queue, [OpenTasks]) of every queue at whose desk this person sits and for which a task is open."""
    desks = {model: model.process.desks_of(user) for model in models}
    queues = [(model, queue) for model in models for queue in model.process.queues if {*queue.roles} & desks[model]]
    over = [model.process.key for model in models if "secretariat" in desks[model]]  # whoever sees to others' turns too
    held, others, anybodys = _open_tasks(user, queues, over, own)
    for model, queue in queues:
        process = model.process.key
        rows = [*held, *(anybodys if queue.turns else others if process in over else ())]
        if tasks := [one for one in rows if one.process == process and is_of(queue, one)]:
            yield model, queue, tasks


def _open_tasks(user, queues, over, own):
    """Three [OpenTasks]: those that somebody holds, those of others at the desks that the secretariat sees to, those of the turns that
    a queue names. One query, which goes through the tasks of others once."""
    roles = {role for _, queue in queues for role in queue.roles}
    turns = {role for _, queue in queues for role in queue.turns}
    turning = {model.process.key for model, queue in queues if queue.turns}
    tasks = Task.objects.open().order_by()
    asked = lambda: (  # noqa: E731
        tasks.held_by(parties_of(user)).filter(process__in={model.process.key for model, _ in queues}),
        tasks.filter(
            Q(Q(kind=Task.Kind.OWN) | Q(role__in=roles), ~Q(role="secretariat"), process__in=over)
            | Q(process__in=turning, role__in=turns),
            process__in={*over, *turning},  # by which the index is walked once, and not for each of the two
        ),
    )
    places = [(place, kind) for place in range(2) for kind in _OF_A_KIND]
    questions = [
        kept(f"open tasks {place} {kind}", own, lambda place=place, kind=kind: _OF_A_KIND[kind](asked()[place]))
        for place, kind in places
    ]
    held, others = [], []
    for (place, _), rows in zip(places, rows_asked(questions), strict=True):
        (held, others)[place].extend(_tasks_in(rows, is_held=place == 0))
    seen_to = [
        one for one in others if one.process in over and one.role != "secretariat" and (one.kind == "own" or one.role in roles)
    ]
    return held, seen_to, [one for one in others if one.process in turning and one.role in turns]


def _tasks_in(rows, *, is_held):
    """[OpenTasks] of the rows of one kind. asked_by stands behind the columns, where the kind knows it."""
    for *columns, keys, late in rows:
        asked_by = columns[len(COLUMNS)] if len(columns) > len(COLUMNS) else ""
        for is_late, found in ((False, keys), (True, late)):
            if found and (found := {*json.loads(found)}):
                yield OpenTasks(*columns[: len(COLUMNS)], asked_by, is_late, found, is_held)


def _grouped(tasks, *more):
    """What is late is read in the same walk: the index knows the days."""
    late = Keys("subject_id", filter=Q(due_on__lt=timezone.localdate()))
    rows = tasks.values(*COLUMNS, *more).annotate(keys=Keys("subject_id"), late=late)
    return rows.values_list(*COLUMNS, *more, "keys", "late")


def _with_asker(tasks):
    return _grouped(tasks.annotate(asked_by=Substr("source", 1, StrIndex("source", Value(":")))), "asked_by")


_OF_A_KIND = {
    "state": lambda tasks: _grouped(tasks.filter(kind=Task.Kind.STATE)),
    "own": lambda tasks: _with_asker(tasks.filter(kind=Task.Kind.OWN)),
}


def is_of(queue, tasks):
    """Whether open tasks are those that the queue counts."""
    if queue.asks:
        is_asked = tasks.kind == Task.Kind.OWN and tasks.asked_by == f"{queue.asks}:"
    else:
        is_asked = tasks.kind == Task.Kind.STATE and tasks.role in (queue.turns or queue.roles)
        is_asked = is_asked and (not queue.states or tasks.stage in queue.states)
    return is_asked and (not queue.is_late or tasks.late)
