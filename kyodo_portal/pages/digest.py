"""The week's summary: once a week everybody who wants it is told, in one notice, what of theirs is late and what comes next."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import MailChoice, MailKind, Notice
from kyodo_portal.process.models import Task
from kyodo_portal.process.waiting import untold_matters
from projects.calls.parties import People
from projects.consultations.week import desks_of_the_week

AHEAD = 14  # days
SAID = 30  # lines of one summary; マイページ holds them all
STOP = "このまとめは、マイページの「メールの受けとりかた」で止められます。"


def weekly_key(today):
    """The key of the summary of this day's week, which begins on a Monday."""
    return f"digest:{today - datetime.timedelta(days=today.weekday())}"


@transaction.atomic
def tell_the_week():
    """On the first run of a week: one notice for each person who has something late, or due within AHEAD days. A job of the clock.

    Nobody is told of what came of a step that its people were not told of yet. Queries: four, one for each party that holds
    something, and those of each notice.
    """
    today = timezone.localdate()
    key = weekly_key(today)
    if Notice.objects.filter(key=key).exists():
        return
    tasks_of, desks = _tasks_by_person(today), _desks()
    for user in [*tasks_of, *(user for user in desks if user not in tasks_of)]:
        tasks, lines = tasks_of.get(user, ()), desks.get(user, [])
        late = [task for task in tasks if task.due_on < today]
        coming = [task for task in tasks if task.due_on >= today]
        said = {"title": _title(late, coming, lines), "body": _body(late, coming, lines), "url": reverse("me")}
        notify([user], **said, key=key, kind=MailKind.DIGEST)


def _desks():
    """{User: [line]} of the coordinators' desks, without whoever wants no summary."""
    without = set(MailChoice.objects.without(MailKind.DIGEST).values_list("user", flat=True))
    return {user: lines for user, lines in desks_of_the_week().items() if user.pk not in without}


def _tasks_by_person(today):
    """{User: [Task]}, the earliest last day first; a matter that a person holds in two ways stands once."""
    people, untold, found = People(), untold_matters(), {}
    without = set(MailChoice.objects.without(MailKind.DIGEST).values_list("user", flat=True))
    last = today + datetime.timedelta(days=AHEAD)
    for task in Task.objects.open().filter(due_on__lte=last).by_day():
        if (task.process, str(task.subject_id)) in untold:
            continue
        for user in people.of(task.party):
            if user.pk not in without and people.may(user, task.not_for):
                same = (task.process, task.subject_id, task.kind, task.source, task.label)
                found.setdefault(user, {}).setdefault(same, task)
    return {user: list(tasks.values()) for user, tasks in found.items()}


def _title(late, coming, desk):
    if not (late or coming):
        return "今週のまとめ：相談の机"
    parts = [f"期限をすぎたもの{len(late)}件" if late else "", f"これから2週間のもの{len(coming)}件" if coming else ""]
    return f"今週のまとめ：{'、'.join(part for part in parts if part)}"


def _body(late, coming, desk):
    lines, left = [*desk, ""] if desk else [], SAID
    for heading, tasks in (("期限をすぎたもの", late), ("これから2週間のもの", coming)):
        shown = tasks[:left]
        if tasks:
            lines += [heading, *(f"・{task.matter}：{task.label}（期限 {jdate(task.due_on)}）" for task in shown)]
            lines += [f"ほか{len(tasks) - len(shown)}件"] if len(tasks) > len(shown) else []
            left -= len(shown)
    return "\n".join([*lines, "", STOP])
