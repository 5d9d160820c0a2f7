"""sync_tasks: the one writer of Task rows. Whatever changes whose turn it is, by when, or a name in the rows, calls it afterwards."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.lists.together import together
from kyodo_portal.common.upwards import task_sources

from .models import subject_models
from .task_models import Task, deadlines_of
from .task_rows import tasks_due

CHUNK = 200
FEW_WORDS = 8
# What a stored row is compared by, and what is written where it differs. `since` of an own task is the day on which it was asked.
COMPARED = (
    "stage", "role", "holder_id", "not_for", "label", "matter", "people", "holders", "roles", "involved", "search_text", "url", "matter_url",
    "public_url", "is_front", "is_sample", "since", "due_on", "lapses_at", "turns_on",
)  # fmt: skip
WRITTEN = [name.removesuffix("_id") for name in COMPARED]
IN_CALENDARS = {"due_on", "label", "matter"}  # what the personal calendar says of a task


def sync_tasks(*matters, by=None, is_back=False, how=None):
    """Bring the open tasks of these matters (of one table) up to what stands now: a row for every holder, the others are done.

    by: whoever did the step that brought it about, None for the clock and for changes that are no step. is_back: a step was taken
    back, and what was said of the last days of the tasks that stood before it is not said again. how: Task.How of what is done now,
    where it was no step. Asks the database anew,
    whatever the objects hold, and returns the matters as read. Queries: one (the matters, their rows, the days of the table) and those of the room's facts;
    one more for each of: new rows, changed rows, done rows, new rows that are back.
    """
    if not matters or not matters[0].process.tasks:
        return list(matters)
    model, keys = type(matters[0]), [matter.pk for matter in matters]
    source = model.process.key
    fresh, deadlines, stored = _read(model, keys)
    write_tasks(source, keys, tasks_due(model.process, fresh, deadlines), stored=stored, by=by, is_back=is_back, how=how)
    return fresh


def _read(model, keys):
    """(these matters, the days of their table, their open rows), in one question. A step asks it of a single matter, of which it is put
    together once (keyed.py).
    """
    source = model.process.key
    if len(keys) == 1:
        return together(_fresh_one(*keys, model=model), deadlines_of(source), _open_rows_of_one(*keys, source=source))
    return together(fresh_matters(model, keys), deadlines_of(source), open_rows(source, keys))


@keyed
def _fresh_one(key, model):
    return fresh_matters(model, [key])


@keyed
def _open_rows_of_one(key, source):
    return open_rows(source, [key])


def fresh_matters(model, keys):
    """The QuerySet of these matters with what their room's facts read, and no more."""
    return model.for_tasks(model._base_manager.filter(pk__in=keys).order_by())


def open_rows(source, subject_ids):
    """The QuerySet of the open rows of `source` (key of a table, or of another source) on these subjects."""
    return Task.objects.filter(process=source, subject_id__in=subject_ids, done_at__isnull=True).order_by()


def write_tasks(source, subject_ids, wanted, *, stored=None, by=None, is_back=False, how=None):
    """Make the open rows of `source` on these subjects equal to `wanted` ([Task]). stored: those rows, where they are known."""
    stored = {key_of(task): task for task in (open_rows(source, subject_ids) if stored is None else stored)}
    new, changed = [], []
    for task in wanted:
        known = stored.get(key_of(task))
        # A turn of another state is another task; what somebody was asked besides is the same, wherever the matter stands.
        if known is not None and (known.stage == task.stage or task.kind == Task.Kind.OWN):
            del stored[key_of(task)]
            if differences(known, task):
                changed.append(_take_over(known, task))
        else:
            new.append(task)
    _end(stored.values(), by, how or (Task.How.STEP if by is not None else Task.How.DROPPED))
    if new and is_back:
        _remember_reminders(source, subject_ids, new)
    if new:
        Task.objects.bulk_create(new, ignore_conflicts=True)  # somebody else has written the same row at this very moment
    if changed:
        Task.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=[*WRITTEN, "reminded", "changed_at"]
        )


def _remember_reminders(source, subject_ids, tasks):
    """These tasks stood before, with the same last day: what was said then was said."""
    done = Task.objects.filter(process=source, subject_id__in=subject_ids, done_at__isnull=False, reminded__isnull=False)
    said = {(key_of(task), task.stage, task.due_on): task.reminded for task in done.order_by("pk")}
    for task in tasks:
        task.reminded = said.get((key_of(task), task.stage, task.due_on))


def key_of(task):
    """By what one open task is known among those of its process."""
    return task.subject_id, task.source, task.party


def differences(stored, wanted):
    """The names of the columns in which a stored row is not what it should be."""
    compared = COMPARED if wanted.kind == Task.Kind.STATE else [name for name in COMPARED if name != "since"]
    return [name for name in compared if getattr(stored, name) != getattr(wanted, name)]


def _take_over(stored, wanted):
    if stored.due_on != wanted.due_on:
        stored.reminded = None  # another last day is said again from its first stage on
    others = differences(stored, wanted)
    if not IN_CALENDARS.isdisjoint(others):
        stored.changed_at = timezone.now()
    for name in others:
        setattr(stored, name, getattr(wanted, name))
    return stored


def _end(tasks, by, how):
    """These are done; the texts go, so that nothing outlives its matter here."""
    texts = dict.fromkeys(
        ("label", "matter", "people", "holders", "involved", "search_text", "url", "matter_url", "public_url", "not_for"), ""
    )
    if keys := [task.pk for task in tasks]:
        Task.objects.filter(pk__in=keys).update(
            done_at=timezone.now(), done_by=by, done_how=how, is_front=False, lapses_at=None, turns_on=None, **texts
        )


def sync_involving(*words):
    """Anew what has to do with these bodies ("g12", "o5"), or asks their people: their names have changed, or what they hold.

    For many bodies the open tasks are read once, instead of comparing each of them with every word.
    """
    parties = {f"{letter}{word[1:]}" for word in words for letter in "pr"}
    named = Q(party__in=parties)
    if len(words) > FEW_WORDS:
        sought = {*words, *(party for party in parties if party[0] == "p")}
        rows = Task.objects.filter(done_at__isnull=True).order_by().values_list("pk", "involved", "not_for")
        named |= Q(pk__in=[pk for pk, *texts in rows if not sought.isdisjoint(" ".join(texts).split())])
    else:
        for word in words:
            named |= Q(involved__contains=f" {word} ") | Q(not_for__contains=f" p{word[1:]} ")
    # Whoever changes a name holds its body's row: nobody who holds a matter and waits for that row is waited for.
    _sync_where(Task.objects.filter(named, done_at__isnull=True), skip_locked=_can_skip())


def _can_skip():
    return connection.features.has_select_for_update_skip_locked


def sync_barred(*words):
    """Anew what other sources than the tables ask of people who must not be one of these ("p12"): who takes part has changed.
    One query, and those of the sources that have asked something."""
    barred = Q()
    for word in words:
        barred |= Q(not_for__contains=f" {word} ")
    sources = [source.key for source in task_sources()]
    if words:
        _sync_where(Task.objects.filter(barred, done_at__isnull=True, process__in=sources), skip_locked=_can_skip())


@transaction.atomic
def sync_matters(matters):
    """Anew the open ones of a QuerySet of matters of one table, each held meanwhile: what they depend on has changed."""
    process = matters.model.process
    keys = matters.filter(status__in=[row.code for row in process.open]).order_by("pk").values_list("pk", flat=True)
    _in_chunks(list(keys), lambda chunk: _sync_locked(matters.model, chunk))


def sync_state(process, state):
    """Anew what stands in this state of this table (their keys): a Deadline has changed."""
    _sync_where(Task.objects.filter(process=process, stage=state, done_at__isnull=True))


def note_reminded(told):
    """Write down for each (Task, number of the stage) that it was said. One query for each stage."""
    keys = {}
    for task, number in told:
        keys.setdefault(number, []).append(task.pk)
    for number, tasks in keys.items():
        Task.objects.filter(pk__in=tasks).update(reminded=number)


def forget_tasks(matter):
    """Before a matter is deleted: its rows go with it."""
    Task.objects.filter(process=matter.process.key, subject_id=matter.pk).delete()


def sync_source(source, *rows, by=None):
    """`sync_tasks` for rows of another source."""
    still = source.open_rows().filter(pk__in=[row.pk for row in rows])
    write_tasks(source.key, [row.pk for row in rows], source.tasks(still), by=by)


def sync_everything():
    """Every open matter and source anew. What a forgotten call or the calendar has changed is put right. A job of the clock, and a
    step of `prepare`, which so makes the rows of matters from before there were tasks. Returns how many matters were looked at.
    """
    looked_at = 0
    for model in subject_models():
        open_states = [row.code for row in model.process.open]
        asked = set(Task.objects.filter(process=model.process.key, done_at__isnull=True).values_list("subject_id", flat=True))
        standing = set(model._base_manager.filter(status__in=open_states).values_list("pk", flat=True))
        looked_at += _in_chunks(sorted(asked | standing), lambda keys, model=model: _sync_locked(model, keys))
    for source in task_sources():
        asked = set(Task.objects.filter(process=source.key, done_at__isnull=True).values_list("subject_id", flat=True))
        keys = sorted(asked | set(source.open_rows().values_list("pk", flat=True)))
        looked_at += _in_chunks(keys, lambda chunk, source=source: _sync_source_locked(source, chunk))
    return looked_at


def _sync_source_locked(source, keys, *, skip_locked=False):
    """These rows of one source, held meanwhile: an answer at the same moment waits, and an answered row asks nobody anew.

    skip_locked: what others hold now is left to them.
    """
    rows = source.open_rows().select_for_update(of=("self",), skip_locked=skip_locked).filter(pk__in=keys).order_by("pk")
    held = list(rows.values_list("pk", flat=True))
    write_tasks(source.key, held if skip_locked else keys, source.tasks(source.open_rows().filter(pk__in=held)))


def sync_due():
    """Matters whose tasks say something else from today on, or can no longer be done. A job of the clock. Returns how many."""
    now = timezone.now()
    open_tasks = Task.objects.filter(done_at__isnull=True)
    return _sync_where(open_tasks.filter(Q(turns_on__lte=timezone.localdate()) | Q(lapses_at__lte=now)))


def _sync_where(tasks, **waiting):
    by_process = {}
    for process, pk in tasks.order_by().values_list("process", "subject_id").distinct():
        by_process.setdefault(process, []).append(pk)
    looked_at = sum(
        _in_chunks(sorted(by_process.get(model.process.key, ())), lambda keys, model=model: _sync_locked(model, keys, **waiting))
        for model in subject_models()
    )
    for source in task_sources():
        keys = sorted(by_process.get(source.key, ()))
        looked_at += _in_chunks(keys, lambda chunk, source=source: _sync_source_locked(source, chunk, **waiting))
    return looked_at


def _sync_locked(model, keys, *, skip_locked=False):
    """These matters of one model, held meanwhile: a step at the same moment waits. Rows of matters that are gone are done.

    skip_locked: what others hold now is left to them.
    """
    rows = model._base_manager.select_for_update(of=("self",), skip_locked=skip_locked).filter(pk__in=keys).order_by("pk")
    held = list(rows.values_list("pk", flat=True))
    keys, source = held if skip_locked else keys, model.process.key
    fresh, deadlines, stored = _read(model, keys)
    write_tasks(source, keys, tasks_due(model.process, fresh, deadlines), stored=stored)


def _in_chunks(keys, sync):
    for start in range(0, len(keys), CHUNK):
        with transaction.atomic(savepoint=False):  # one piece is one transaction, unless there is one already
            sync(keys[start : start + CHUNK])
    return len(keys)
