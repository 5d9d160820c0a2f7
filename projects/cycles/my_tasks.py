"""What somebody has to do now, on マイページ and wherever else it is listed: one query for all of them."""

from django.utils import timezone

from kyodo_portal.common.upwards import parties_of
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.models import Task
from kyodo_portal.process.waiting import untold_to
from partners.models import Membership

from .models import Cycle
from .workflow import CYCLE


def open_tasks_of(user, also=()):
    """The tasks of マイページ, the earliest last day first, as a query. also: parties to which this person will belong. One query for each
    process, while notices wait.
    """
    tasks = Task.objects.open().held_by({*parties_of(user), *also}).by_day()
    for process, keys in untold_to(user).items():
        tasks = tasks.exclude(process=process, subject_id__in=keys)
    if waiting_time() and not user.is_staff:  # of an adoption
        tasks = tasks.exclude(process=CYCLE.key, subject_id__in=Cycle.objects.filter(project__published_at__gt=timezone.now()))
    return tasks


def named_in(tasks, user):
    """{key of the task: name} where it falls to another person who still belongs to the party. One query, none without such a task."""
    others = [task for task in tasks if task.holder_id not in (None, user.pk)]
    if not others:
        return {}
    holders = Membership.objects.valid().filter(user__in={task.holder_id for task in others})
    there = {(pk, f"p{partner}") for pk, partner in holders.order_by().values_list("user", "partner")}
    return {task.pk: str(task.holder) for task in others if (task.holder_id, task.party) in there}
