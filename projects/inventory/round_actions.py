"""A round of the inventory: made, opened, put off, closed, taken back; the silent are reminded."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.models import Task
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_matters

from .access import can_run_round, sheet_audience
from .models import InventoryRound, InventorySheet
from .prefill_actions import lay_out
from .prepared_actions import YEAR_TAKEN
from .workflow import ROUND, SHEET


@transaction.atomic
def make_round(*, by, form_key, fiscal_year, **values):
    """A round of one 年度, still to be opened. values: opens_on, closes_on, asks_plans, asks_possibilities. A year has one round."""
    if not can_run_round(by):
        raise PermissionDenied
    if InventoryRound.objects.filter(fiscal_year=fiscal_year).exclude(form_key=form_key).exists():
        raise ValidationError({"fiscal_year": YEAR_TAKEN})

    def make():
        made = InventoryRound.objects.create(status=ROUND.start, form_key=form_key, fiscal_year=fiscal_year, **values)
        record("enter", by=by, target=made)
        return made

    return create_once(InventoryRound, form_key, make)


def _open(round, *, by, reason, **answers):
    lay_out(round)


def _told(round, **answers):
    """What the offices read when it begins."""
    return f"去年の行を入れた表ができています。{jdate(round.closes_on)}までに、確かめて出してください。"


def _put_off(round, *, by, reason, closes_on, **answers):
    if closes_on < round.opens_on:
        raise ValidationError({"closes_on": "始める日よりあとの日にしてください。"})
    round.closes_on = closes_on
    round.save(update_fields=["closes_on"])


def _new_day(round, *, closes_on=None, reason="", **answers):
    return f"新しい期限：{jdate(closes_on or round.closes_on)}\n{reason}".strip()


def _former_day(round, **answers):
    return {"closes_on": round.closes_on.isoformat()}


def _day_as_it_was(round, *, undone, **answers):
    round.closes_on = datetime.date.fromisoformat(undone.kept["closes_on"])
    round.save(update_fields=["closes_on"])
    sync_matters(round.sheets.all())


def _days_of_sheets(round, **answers):
    sync_matters(round.sheets.all())


def _take_sheets_back(round, **answers):
    """The sheets as they were laid out go again; nobody had begun to write."""
    keys = list(round.sheets.values_list("pk", flat=True))
    Task.objects.filter(process=SHEET.key, subject_id__in=keys).delete()
    round.sheets.all().delete()


@transaction.atomic
def remind(round, *, by, offices=None):
    """Tell the people of every office that still owes its answer, or of those of `offices` (keys) that do; once a day each.

    Returns how many offices were told. Queries: three an office, and three."""
    if not can_run_round(by):
        raise PermissionDenied
    today = timezone.localdate()
    sheets = InventorySheet.objects.select_for_update(of=("self",)).filter(round=round, status__in=SHEET.opening("answer"))
    sheets = sheets.select_related("round", "office").order_by("pk")
    silent = [sheet for sheet in (sheets if offices is None else sheets.filter(office__in=offices)) if _unreminded(sheet, today)]
    for sheet in silent:
        notify(
            sheet_audience(sheet, "department"),
            title=f"{round}の答えを待っています",
            body=f"{jdate(sheet.last_day)}が期限です。該当するものがなければ、「該当なし」と答えてください。",
            url=sheet.get_absolute_url(),
            key=f"inventory-remind:{sheet.pk}:{today}",
            by=by,
        )
    InventorySheet.objects.filter(pk__in=[sheet.pk for sheet in silent]).update(reminded_at=timezone.now())
    if silent:
        record("remind", by=by, target=round, note=f"{len(silent)}課")
    return len(silent)


@transaction.atomic
def excuse_all(round, versions, *, by, reason):
    """Close several sheets without an answer, for one reason that each office reads. versions: {office key: version of the sheet
    as the page showed it}.

    Returns (how many, [names of offices whose sheet moved on meanwhile]). ValidationError without a reason. Queries: those of a step
    for each sheet, and one.
    """
    if not can_run_round(by):
        raise PermissionDenied
    sheets = InventorySheet.objects.select_for_update(of=("self",)).filter(round=round, office__in=versions.keys())
    excused, left = 0, []
    for sheet in sheets.select_related("round", "office").order_by("pk"):
        try:
            take_step(sheet, "excuse", by=by, version=versions[sheet.office_id], reason=reason)
            excused += 1
        except Stale:
            left.append(sheet.office.name)
    return excused, left


def _unreminded(sheet, today):
    return sheet.reminded_at is None or timezone.localdate(sheet.reminded_at) < today


def close_due():
    """The clock closes what is past its day and answered by all. A job of the clock; returns how many."""
    closed = 0
    for round in InventoryRound.objects.filter(status__in=ROUND.step("close_whole").source, closes_on__lt=timezone.localdate()):
        if round.is_answered_and_over:
            take_step(round, "close_whole", by=None, version=round.version)
            closed += 1
    return closed


def _who_is_silent(round):
    """Which offices still owe their answer when the round closes. One query."""
    names = list(round.sheets.filter(status__in=SHEET.opening("answer")).values_list("office__name", flat=True))
    text = f"まだ出していない課（{len(names)}課）：{'、'.join(names)}。締め切っても、確定するまで答えを受け取れます。"
    return [text] if names else []


HOOKS = {
    "close": Hook(warns=_who_is_silent),
    "open": Hook(effect=_open, notice=_told),
    "extend": Hook(overwrites="closes_on", prepare=_put_off, notice=_new_day, keep=_former_day, effect=_days_of_sheets),
    "reopen": Hook(prepare=_put_off, notice=_new_day, keep=_former_day, effect=_days_of_sheets),
    "undo_open": Hook(effect=_take_sheets_back),
    "undo_extend": Hook(effect=_day_as_it_was),
    "undo_reopen": Hook(effect=_day_as_it_was),
}
