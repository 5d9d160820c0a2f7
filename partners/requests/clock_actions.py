"""What the clock does with letters: says that an answer is late, asks what became of an introduction, ends what is silent."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kyodo_portal.notices.actions import notify
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import secretariat_people

from .access import request_audience
from .models import HELD_DAYS, SILENT_DAYS, Request
from .workflow import ASKER, COORD, DESK, REQUEST


def turn_days():
    """A job of the clock. Each letter in a transaction of its own."""
    today = timezone.localdate()
    long_ago = timezone.now() - timedelta(days=SILENT_DAYS)
    waiting = Request.objects.filter(status__in=REQUEST.turn_of(DESK), answered_at__isnull=True)
    _each(waiting.filter(answer_by__lt=today, late_told_on__isnull=True), _say_late)
    introduced = Request.objects.under_way().filter(introduced_by__isnull=False, became="", became_asked_on__isnull=True)
    _each(introduced.filter(sent_at__lt=long_ago), _ask_what_became)
    _each(Request.objects.under_way().filter(status_since__lt=long_ago), lambda row: _end(row, "close_silent"))
    left = timezone.now() - timedelta(days=HELD_DAYS)
    held = Request.objects.filter(status__in=REQUEST.step("close_held").source, status_since__lt=left)
    _each(held, lambda row: _end(row, "close_held"))


def _each(rows, act):
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Request.objects.select_for_update(of=("self",)).select_related("to__desk", "from_partner").get(pk=pk)
            act(row)


def _say_late(row):
    """The deputy and the secretariat hear once that nobody has answered; nobody reads the letter for that."""
    if row.late_told_on or not row.is_waiting:
        return
    row.late_told_on = timezone.localdate()
    row.save(update_fields=["late_told_on"])
    desk = getattr(row.to, "desk", None)
    deputy = [user for user in request_audience(row, DESK) if desk and user.pk == desk.deputy_id]
    notify(
        [*deputy, *secretariat_people()],
        title=f"{row}の返事がおくれています",
        body=f"受けた側：{row.to.public_name}",
        url=row.get_absolute_url(),
        key=f"letter-late:{row.pk}:{row.late_told_on}",
    )
    sync_tasks(row)


def _ask_what_became(row):
    if row.became_asked_on or row.became:
        return
    row.became_asked_on = timezone.localdate()
    row.save(update_fields=["became_asked_on"])
    people = [user for role in (ASKER, DESK, COORD) for user in request_audience(row, role)]
    notify(
        people,
        title=f"その後、どうなりましたか：{row}",
        body="つないでから60日がたちました。「済んだ」から、どうなったかを知らせてください。",
        url=row.get_absolute_url(),
        key=f"letter-became:{row.pk}",
    )
    sync_tasks(row)


def _end(row, name):
    step = REQUEST.step(name)
    if row.status in step.source and step.applies_to(row):
        take_step(row, name, by=None, version=row.version)
