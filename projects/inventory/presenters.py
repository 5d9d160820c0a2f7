"""What the pages of the inventory show. They write nothing."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from partners.directory.access import is_secretariat, offices_of

from .models import InventorySheet
from .workflow import SHEET

TONES = {"waiting": "err", "writing": "soon", "in": "ok", "accepted": "ok", "excused": "quiet"}


class OfficeRow(NamedTuple):
    """One office of a round. `url` is "" for whoever may not open its sheet; `late`: days past the last one, 0 where it is not late."""

    pk: int
    office: str
    url: str
    state: str
    label: str
    tone: str
    late: int
    lines: int
    answered: int
    reminded_at: datetime.datetime | None
    is_silent: bool


class Progress(NamedTuple):
    """How far a round is: its offices, the silent ones first, and their sums."""

    rows: list[OfficeRow]
    offices: int
    handed_in: int
    silent: int
    lines: int
    answered: int
    steps: list


def progress_of(round, user):
    """The Progress of a round for this reader. Two queries, and those of the steps that are offered."""
    lines = InventorySheet.objects.filter(round=round).annotate(
        size=Count("lines"), done=Count("lines", filter=~Q(lines__answer=""))
    )
    own, opens_all = offices_of(user), is_secretariat(user)
    days = max((timezone.localdate() - round.closes_on).days, 0)
    rows = [_row(sheet, days, opens_all or sheet.office_id in own, round) for sheet in lines.select_related("office")]
    rows.sort(key=lambda row: ([*TONES].index(row.state), row.office))
    silent = sum(row.is_silent for row in rows)
    return Progress(
        rows,
        len(rows),
        len(rows) - silent,
        silent,
        sum(row.lines for row in rows),
        sum(row.answered for row in rows),
        [(round.step_url(row), row.label, row.is_quiet) for row in round.offered_to(user) if not row.is_undo],
    )


def _row(sheet, days, opens, round):
    sheet.round = round  # at hand: no row asks for it again
    asked = sheet.may("answer")
    return OfficeRow(
        sheet.office_id,
        sheet.office.name,
        sheet.get_absolute_url() if opens else "",
        sheet.status,
        SHEET.label_of(sheet.status),
        TONES[sheet.status],
        days if asked else 0,
        sheet.size,
        sheet.done,
        sheet.reminded_at,
        asked,
    )
