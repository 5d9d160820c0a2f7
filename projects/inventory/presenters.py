"""What the pages of the inventory show. They write nothing."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from kyodo_portal.common.lists.search import fold
from kyodo_portal.process.why_not import withheld
from partners.directory.access import is_secretariat, offices_of
from partners.directory.similar import spelled_otherwise
from projects.entries.models import Project

from .models import Answer, InventoryLine, InventorySheet
from .partner_actions import partner_changes, sentence_of
from .prefill_actions import asked_offices
from .workflow import SHEET


def offices_to_write_for(user):
    """The QuerySet of offices for which this person writes possibilities: the own ones, the secretariat all of them."""
    offices = asked_offices()
    return offices if is_secretariat(user) else offices.filter(pk__in=offices_of(user))


def lines_of(sheets):
    """[InventoryLine] of these sheets with all that a table shows of them. Two queries."""
    known = {sheet.pk: sheet for sheet in sheets}
    lines = list(InventoryLine.objects.filter(sheet__in=known).select_related("project").order_by("sheet", "order", "pk"))
    for line in lines:
        line.sheet = known[line.sheet_id]
    return lines


NOTHING = "該当なし"
TONES = {"waiting": "err", "writing": "soon", "in": "ok", "accepted": "ok", "excused": "quiet"}


def says_nothing(status, lines):
    """Whether an office in this state has handed in that it has no matter."""
    return not lines and status in (SHEET.step("nothing").target, SHEET.step("accept").target)


class OfficeRow(NamedTuple):
    """One office of a round. `url` is "" for whoever may not open its sheet; `late`: days past the last one, 0 where it is not late;
    `longer`: its own last day where that is later than the others', with the reason."""

    pk: int
    office: str
    version: int
    url: str
    state: str
    label: str
    tone: str
    late: int
    lines: int
    answered: int
    reminded_at: datetime.datetime | None
    longer: datetime.date | None
    why_longer: str
    is_silent: bool
    is_ripe: bool


class Progress(NamedTuple):
    """How far a round is: its offices, the silent ones first, and their sums. `nothing`: how many of those that handed in have no
    matter; `excused`: how many were closed without an answer; `asks`: answers are still taken; `late`: days since the last
    one, where an office still owes its answer;
    an extended office counts by its own day; `own`: the rows of the reader's offices; `to_settle`: how many sheets freezing still waits for."""

    rows: list[OfficeRow]
    offices: int
    handed_in: int
    silent: int
    ripe: int
    lines: int
    answered: int
    steps: list
    asks: bool
    late: int
    nothing: int
    excused: int
    own: list
    to_settle: int
    withheld: list


def progress_of(round, user):
    """The Progress of a round for this reader. Two queries, and those of the steps that are offered."""
    lines = InventorySheet.objects.filter(round=round).annotate(
        size=Count("lines"), done=Count("lines", filter=~Q(lines__answer=""))
    )
    own, opens_all = offices_of(user), is_secretariat(user)
    rows = [_row(sheet, opens_all or sheet.office_id in own, round) for sheet in lines.select_related("office")]
    rows.sort(key=lambda row: ([*TONES].index(row.state), row.office))
    offered = round.offered_to(user)
    silent = sum(row.is_silent for row in rows)
    excused = sum(row.state == SHEET.step("excuse").target for row in rows)
    return Progress(
        rows,
        len(rows),
        len(rows) - silent - excused,
        silent,
        sum(row.is_ripe for row in rows),
        sum(row.lines for row in rows),
        sum(row.answered for row in rows),
        [(round.step_url(row), row.label, row.is_quiet) for row in offered if not row.is_undo],
        round.may("answer"),
        max((row.late for row in rows), default=0),
        sum(row.label == NOTHING for row in rows),
        excused,
        [row for row in rows if row.pk in own],
        sum(row.state not in SHEET.ends for row in rows),
        withheld(round, user, offered),
    )


def _row(sheet, opens, round):
    sheet.round = round  # at hand: no row asks for it again
    asked = sheet.may("answer")
    return OfficeRow(
        sheet.office_id,
        sheet.office.name,
        sheet.version,
        sheet.get_absolute_url() if opens else "",
        sheet.status,
        NOTHING if says_nothing(sheet.status, sheet.size) else SHEET.label_of(sheet.status),
        TONES[sheet.status],
        sheet.days_late,
        sheet.size,
        sheet.done,
        sheet.reminded_at,
        sheet.last_day if sheet.is_longer else None,
        sheet.later_why,
        asked,
        sheet.status in SHEET.step("accept").source,
    )


class Doubt(NamedTuple):
    """A line that the secretariat looks at before it accepts: one that looks like a matter that there is, or one with another partner.

    `project`: the matter that is meant; `is_tied`: the line is that matter's already; `was_new`: because somebody tied them."""

    office: str
    line: str
    mark: str
    says: str
    project: object = None
    is_tied: bool = False
    was_new: bool = False


class Acceptance(NamedTuple):
    """What accepting these sheets would do: [(office, key, version, {answer: count})], and what to look at before."""

    sheets: list
    doubts: list
    left: list


def ripe_offices(round):
    """[key] of every office whose sheet waits for acceptance. One query."""
    return list(round.sheets.filter(status__in=SHEET.step("accept").source).values_list("office", flat=True))


def acceptance_of(round, offices):
    """The Acceptance of the ticked offices (keys); `left`: names of those whose sheet cannot be accepted now. Seven queries."""
    found = list(InventorySheet.objects.filter(round=round, office__in=offices).select_related("office").order_by("pk"))
    ripe = SHEET.step("accept").source
    sheets = {sheet.pk: sheet for sheet in found if sheet.status in ripe}
    lines = list(InventoryLine.objects.untaken().filter(sheet__in=sheets).select_related("project", "partner"))
    lines.sort(key=lambda line: (line.sheet_id, line.order, line.pk))
    counts = {pk: dict.fromkeys(Answer.labels, 0) for pk in sheets}
    for line in lines:
        if line.answer:
            counts[line.sheet_id][line.get_answer_display()] += 1
    return Acceptance(
        [
            (sheet.office.name, sheet.office_id, sheet.version, {word: many for word, many in counts[pk].items() if many})
            for pk, sheet in sheets.items()
        ],
        [
            *_look_alikes(lines, sheets),
            *_tied(lines, sheets),
            *_other_partners(lines, sheets, round.fiscal_year),
            *_other_spellings(lines, sheets),
        ],  # fmt: skip
        [sheet.office.name for sheet in found if sheet.pk not in sheets],
    )


def _look_alikes(lines, sheets):
    """New lines that are called as a matter of the ledger is. One query, none without a new line."""
    new = {}
    for line in lines:
        if line.answer == Answer.NEW and line.project_id is None:
            new.setdefault(fold(line.title), []).append(line)
    for project in Project.objects.standing().only("title").order_by("pk") if new else ():
        for line in new.get(fold(project.title), ()):
            says = f"台帳の「{project.title}」と同じですか。"
            yield Doubt(sheets[line.sheet_id].office.name, line.title, line.mark, says, project)


def _tied(lines, sheets):
    """What was typed as new and said to be a matter of the ledger: a wrong press is taken back here."""
    for line in lines:
        if line.project_id is not None and not line.former and not line.taken:
            says = f"台帳の「{line.project}」にまとめました。"
            office = sheets[line.sheet_id].office.name
            yield Doubt(office, line.title, line.mark, says, line.project, is_tied=True, was_new=True)


def _other_partners(lines, sheets, year):
    for change in partner_changes(lines, year):
        line = change.line
        yield Doubt(sheets[line.sheet_id].office.name, line.title, line.mark, sentence_of(change), line.project, is_tied=True)


def _other_spellings(lines, sheets):
    """Lines that would list a body which the directory has in another spelling. One query, none where no line names a body in words."""
    said = [
        line for line in lines if line.answer in (Answer.NEW, Answer.CHANGED) and line.partner_id is None and line.partner_name
    ]
    named = [line for line in said if line.partner_name != (line.former or {}).get("partner_name")]
    known = spelled_otherwise({line.partner_name for line in named})
    for line in named:
        if line.partner_name in known:
            says = f"相手の「{line.partner_name}」は、名簿の「{known[line.partner_name]}」と同じですか。同じなら、先に表の名前をそろえます。"
            yield Doubt(sheets[line.sheet_id].office.name, line.title, line.mark, says, line.project, is_tied=True)


def silent_sheets(round, offices):
    """[InventorySheet] of the round that can be closed without an answer, of these offices or of all. One query."""
    sheets = InventorySheet.objects.filter(round=round, status__in=SHEET.step("excuse").source).select_related("office")
    return list((sheets.filter(office__in=offices) if offices else sheets).order_by("office__kana_key", "pk"))
