"""Whether the stored tasks are what the matters say: worked out anew and held against them, for `manage.py verify`."""

from django.utils import timezone

from kyodo_portal.common.upwards import task_sources

from .models import subject_models
from .task_actions import CHUNK, differences, fresh_matters, key_of
from .task_models import Task
from .task_rows import tasks_due


def wrong_tasks():
    """One sentence for each task that is missing, too many, or says something else than its matter."""
    for model in subject_models():
        process = model.process
        keys = list(model._base_manager.filter(status__in=[row.code for row in process.open]).values_list("pk", flat=True))
        wanted = []
        for start in range(0, len(keys), CHUNK):
            wanted += tasks_due(process, fresh_matters(model, keys[start : start + CHUNK]))
        yield from _compare(process.key, process.label, wanted)
    for source in task_sources():
        yield from _compare(source.key, source.key, source.tasks(source.open_rows()))


def _compare(source, name, wanted):
    stored = {key_of(task): task for task in Task.objects.open().filter(process=source)}
    for task in wanted:
        known = stored.pop(key_of(task), None)
        if known is None:
            yield f"{name} {task.subject_id}: 「{task.label}」（{task.party}）が、やることにありません"
        elif different := [column for column in differences(known, task) if not _turns_today(known)]:
            yield f"{name} {task.subject_id}: やること「{known.label}」（{task.party}）の{'、'.join(different)}が違います"
    for task in stored.values():
        yield f"{name} {task.subject_id}: 「{task.label}」（{task.party}）は、もうすることではありません"


def _turns_today(task):
    """The clock writes it anew within minutes."""
    return task.turns_on is not None and task.turns_on <= timezone.localdate()
