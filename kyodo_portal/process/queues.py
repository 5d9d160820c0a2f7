"""How many matters of each `Queue` of the tables wait for whoever opens the admin's first page: two questions for all of them."""

import json
from typing import NamedTuple

from django.db.models import Aggregate, BooleanField, ExpressionWrapper, Q, TextField, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from kyodo_portal.common.lists.together import together
from kyodo_portal.common.upwards import parties_of

from .models import Task

FEW = 500  # matters that a question names one by one; of more it asks the tasks again
COLUMNS = ("process", "kind", "asked_by", "role", "stage", "late")


class Keys(Aggregate):
    """The keys of a group as one text of JSON: of ten thousand tasks there are some fifty groups."""

    function, output_field = "json_group_array", TextField()

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="CAST(json_agg(%(expressions)s) AS text)", **more)


class OpenTasks(NamedTuple):
    """Open tasks that the queues do not tell apart, and the matters that they are of. asked_by: "exclusion:" of an own task."""

    process: str
    kind: str
    asked_by: str
    role: str
    stage: str
    late: bool
    keys: set


def counted(request, models):
    """{(key of the process, key of the queue): how many wait} for the queues of these models, counted once a request."""
    if not hasattr(request, "counted_queues"):
        request.counted_queues = _count(request.user, models)
    return request.counted_queues


def _count(user, models):
    named = {}
    for model, queue, keys in _named(user, models):
        named.setdefault(model, {})[queue] = keys
    asked = {}
    for model, queues in named.items():
        some = _some(model, set().union(*queues.values()))
        asked[model, ""] = model.objects.visible_to(user).filter(some)
        for queue in queues:
            if queue.narrow:
                asked[model, queue.narrow] = getattr(model.objects.filter(some), queue.narrow)(user)
    there = together(*(_keys_of(matters) for matters in asked.values()))
    found = {key: {pk for (keys,) in rows for pk in json.loads(keys or "[]")} for key, rows in zip(asked, there, strict=True)}
    return {
        (model.process.key, queue.key): len(keys & found[model, ""] & found[model, queue.narrow])
        for model, queues in named.items()
        for queue, keys in queues.items()
    }


def _some(model, keys):
    """The condition by which a question names these matters."""
    if len(keys) <= FEW:
        return Q(pk__in=keys)
    return Q(pk__in=Task.objects.open().filter(process=model.process.key).values("subject_id"))


def _keys_of(matters):
    return matters.order_by().annotate(of_all=Value(1)).values("of_all").annotate(keys=Keys("pk")).values_list("keys")


def _named(user, models):
    """(model, queue, keys of matters) of every queue at whose desk this person sits and for which a task is open."""
    desks = {model: model.process.desks_of(user) for model in models}
    queues = [(model, queue) for model in models for queue in model.process.queues if {*queue.roles} & desks[model]]
    over = [model.process.key for model in models if "secretariat" in desks[model]]  # whoever sees to others' turns too
    held, others, anybodys = _open_tasks(user, queues, over)
    for model, queue in queues:
        process = model.process.key
        rows = anybodys if queue.turns else [*held, *others] if process in over else held
        keys = set().union(*(tasks.keys for tasks in rows if tasks.process == process and is_of(queue, tasks)))
        if keys:
            yield model, queue, keys


def _open_tasks(user, queues, over):
    """Three [OpenTasks]: those that somebody holds, those of others at the desks that the secretariat sees to, those of the turns that
    a queue names. One query."""
    roles = {role for _, queue in queues for role in queue.roles}
    turns = {role for _, queue in queues for role in queue.turns}
    tasks = Task.objects.open().order_by()
    asked = (
        tasks.held_by(parties_of(user)).filter(process__in={model.process.key for model, _ in queues}),
        tasks.filter(Q(kind=Task.Kind.OWN) | Q(role__in=roles), process__in=over).exclude(role="secretariat"),
        tasks.filter(process__in={model.process.key for model, queue in queues if queue.turns}, role__in=turns),
    )
    return [[OpenTasks(*row[:-1], {*json.loads(row[-1])}) for row in rows] for rows in together(*map(_grouped, asked))]


def _grouped(tasks):
    late = ExpressionWrapper(Q(due_on__isnull=False, due_on__lt=timezone.localdate()), output_field=BooleanField())
    tasks = tasks.annotate(asked_by=Substr("source", 1, StrIndex("source", Value(":"))), late=late)
    return tasks.values(*COLUMNS).annotate(keys=Keys("subject_id")).values_list(*COLUMNS, "keys")


def is_of(queue, tasks):
    """Whether open tasks are those that the queue counts."""
    if queue.asks:
        is_asked = tasks.kind == Task.Kind.OWN and tasks.asked_by == f"{queue.asks}:"
    else:
        is_asked = tasks.kind == Task.Kind.STATE and tasks.role in (queue.turns or queue.roles)
        is_asked = is_asked and (not queue.states or tasks.stage in queue.states)
    return is_asked and (not queue.is_late or tasks.late)
