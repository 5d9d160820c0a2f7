"""Acceptance: what an office answered becomes years of the ledger. Written in bulk, so that sixty sheets take a second.

A year that is made here is a record: nobody has to do anything about it, and where its last day has passed it is over at once,
as the clock would say (cycles/clock_actions.py). What the portal ran itself only gets what it lacks.
"""

import uuid
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from kyodo_portal.audit.actions import record, record_each
from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from partners.models import PartnerKind
from projects.cycles.current_actions import current_cycles
from projects.cycles.models import CALLED_OFF, Cycle, CycleChange
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project
from projects.entries.search import refresh_search
from projects.ledger.actions import enter
from projects.specs.asking import EMPTY
from projects.specs.lookup import spec_in_use

from .access import can_run_round
from .line_reader import as_json
from .models import Answer, InventoryLine, InventorySheet, LineSource
from .partner_actions import change_partners, partner_changes, sentence_of
from .workflow import SHEET

KEYS = uuid.UUID("6f0b7f0e-6c55-4f0a-9d1c-2f2f6a5b7c11")  # the one-time key of an entry that a line makes follows from its mark
TOLD = ("starts_on", "ends_on", "city_cost", "people", "place", "also", "extra")  # of a line, as the year calls them
FILLED = ("city_cost", "people", "place", "also", "extra")  # what a year that the portal ran gets where it is empty
STILL_THERE = (
    "「{title}」のこの年度は、前の受け取りで台帳に入っています。先に、その1件の画面で年度を中止してから、受け取ってください。"
)
OVER = (
    "「{title}」のこの年度は、台帳では終わっています。終えた日が、今日より後の日になっています。"
    "シートを課に差し戻して、終えた日を今日までの日にしてもらうか、台帳で「終わったものとして記す」を取り消してから、受け取ってください。"
)
GONE = "{title}：{why}。受け取っても、この年度には数えません。"


class Accepted(NamedTuple):
    """How many sheets were accepted, and which were left out because they had moved on: their offices."""

    count: int
    left: list


def accept_all(round, versions, *, by):
    """Accept several sheets at once. versions: {office key: version of the sheet as the page showed it}.

    Sheets that moved on meanwhile, or that the ledger refuses, are left out and named. Queries: some fifteen for all of the lines
    and those of a step for each sheet. PermissionDenied for whoever is not of the secretariat.
    """
    if not can_run_round(by):
        raise PermissionDenied
    with transaction.atomic():
        sheets = InventorySheet.objects.select_for_update(of=("self",)).select_related("round", "office")
        ripe = SHEET.step("accept").source
        found = list(sheets.filter(round=round, office__in=versions.keys()).order_by("pk"))
        now = [sheet for sheet in found if sheet.status in ripe and sheet.version == versions[sheet.office_id]]
        left = [sheet.office.name for sheet in found if sheet not in now]
        refused = {line.sheet_id for line in (*_gone_again(now), *_going_on_again(now))}
        left += [sheet.office.name for sheet in now if sheet.pk in refused]
        now = [sheet for sheet in now if sheet.pk not in refused]
        write_ledger(now, by=by)
        accepted = 0
        for sheet in now:
            try:
                take_step(sheet, "accept", by=by, version=sheet.version, details={}, is_written=True)
                accepted += 1
            except Stale:
                left.append(sheet.office.name)
        return Accepted(accepted, left)


def _gone_again(sheets):
    """Lines that say 「終わった」 of a year that a former acceptance has written. One query."""
    lines = InventoryLine.objects.filter(sheet__in=sheets, answer=Answer.ENDED, cycle__isnull=False)
    return list(lines.exclude(cycle__status__in=CALLED_OFF))


def _going_on_again(sheets):
    """Lines by which a year that is over would begin or end on a day that is still to come. One query."""
    lines = InventoryLine.objects.untaken().filter(sheet__in=sheets, cycle__isnull=False).exclude(answer=Answer.ENDED)
    return [line for line in lines.select_related("cycle__spec") if _turns_back(line.cycle, line)]


def _turns_back(cycle, line):
    days = {name: day for name, day in _days_of(line, cycle.fiscal_year).items() if as_json(day) != line.written.get(name)}
    ends, begins = (days.get(name) for name in ("ends_on", "starts_on"))
    is_later = ends is not None and cycle.goes_on_again(ends) or begins is not None and cycle.begins_again(begins)
    return cycle.is_record and is_later


def _refuse_turned_back(sheet, *, is_written=False, **answers):
    """Hook.prepare. is_written: looked at and written together with others, see `accept_all`."""
    if is_written:
        return
    if lines := _gone_again([sheet]):
        raise ValidationError(STILL_THERE.format(title=lines[0].title))
    if lines := _going_on_again([sheet]):
        raise ValidationError(OVER.format(title=lines[0].title))


def _write_own(sheet, *, by, is_written=False, **answers):
    if not is_written:
        write_ledger([sheet], by=by)


def write_ledger(sheets, *, by):
    """Write into the ledger what the lines of these sheets of one round say and it does not know yet. About fifteen queries, and
    those of `enter` for each matter that is new."""
    lines = list(
        InventoryLine.objects.untaken().filter(sheet__in=sheets).select_related("project", "form", "partner").order_by("pk")
    )
    if not lines:
        return
    office_of = {sheet.pk: sheet.office for sheet in sheets}
    year = sheets[0].round.fiscal_year
    old = [line for line in lines if line.project_id is not None and line.answer != Answer.ENDED and line.project.stands]
    for line in lines:
        if line.project_id is None and line.answer == Answer.NEW:
            _enter(line, office_of[line.sheet_id], year, by)
    _put_right(old)
    change_partners(old, year, by=by)
    _write_years(old, year, by)
    _note_taken(lines, year)
    for line in old:
        said = (line.place, line.extra)
        if line.answer == Answer.CHANGED and said != (line.former.get("place"), line.former.get("extra")):  # found by these words
            refresh_search(line.project)
    keys = {line.project_id for line in lines if line.project_id is not None}
    Project.objects.filter(pk__in=keys).update(current_cycle=current_cycles())


def _note_taken(lines, year):
    """What the ledger has of these lines now, and the year that it wrote: three queries, one more for each new matter."""
    for line in lines:
        if line.answer == Answer.NEW and line.project_id is not None:
            InventoryLine.objects.filter(pk=line.pk).update(project=line.project_id)
    told = InventoryLine.objects.filter(pk__in=[line.pk for line in lines])
    years = Cycle.objects.filter(project=OuterRef("project"), fiscal_year=year).values("pk")[:1]
    told.exclude(answer=Answer.ENDED).update(cycle=Subquery(years))
    told.update(taken=F("version"))
    for line in lines:
        line.written = {name: as_json(value) for name, value in _told(line, year).items()}
    InventoryLine.objects.bulk_create(lines, update_conflicts=True, unique_fields=["id"], update_fields=["written"])


def _enter(line, office, year, by):
    """A matter that nobody had in the ledger. It is public like whatever an office enters: the year's list names public ones alone."""
    kind = line.partner_kind or PartnerKind.OTHER
    project = enter(
        by=by,
        title=line.title,
        summary=line.summary or line.title,
        form_key=uuid.uuid5(KEYS, line.mark),
        form=line.form,
        partners=[line.partner] if line.partner_id else [],
        new_partner=None if line.partner_id else (line.partner_name, kind),
        department=office,
        fiscal_year=year,
        only_record=True,
        published=True,
        **{name: getattr(line, name) for name in TOLD},
    )
    line.project = project


def _put_right(lines):
    """What an entry says of itself, where an office says otherwise: its name, its form, a word about it."""
    for line in lines:
        project, said = line.project, {"title": line.title, "form_id": line.form_id, "summary": line.summary}
        differing = {name: value for name, value in said.items() if value and getattr(project, name) != value}
        if line.answer != Answer.SAME and differing and line.source != LineSource.PORTAL:
            for name, value in differing.items():
                setattr(project, name, value)
            project.save(update_fields=[*differing, "updated_at"])
            refresh_search(project)


def _write_years(lines, year, by):
    known = {
        cycle.project_id: cycle
        for cycle in Cycle.objects.filter(project__in=[line.project_id for line in lines], fiscal_year=year).order_by()
    }
    specs = {form.pk: spec_in_use(form) for form in {line.form_id: line.form for line in lines if line.form}.values()}
    made, changed = [], []
    for line in lines:
        cycle = known.get(line.project_id)
        if cycle is None:
            made.append((line, _year_of(line, year, specs[line.form_id])))
        else:
            if _fill(cycle, line, over=line.cycle_id == cycle.pk):
                changed.append(cycle)
    Cycle.objects.bulk_create([cycle for _, cycle in made])
    noted = [cycle for _, cycle in made if cycle.version]
    CycleChange.objects.bulk_create([_change_of(cycle, by) for cycle in noted])
    record_each("step", by=by, targets=[(cycle, f"{CYCLE.label}: {_noted(cycle).label}") for cycle in noted])
    if changed:
        now = timezone.now()
        for cycle in changed:
            cycle.updated_at = now
        Cycle.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=["starts_on", "ends_on", *FILLED, "updated_at"]
        )
    record("enter", by=by, note=f"棚卸し：{len(made)}件の年度を足した", rows=len(made))


def _year_of(line, year, spec):
    """The year of a matter as a record: over, going on, or still to come."""
    values = _told(line, year)
    cycle = Cycle(project=line.project, fiscal_year=year, spec=spec, only_record=True, status=CYCLE.start, **values)
    step = _noted(cycle)
    if step is not None:
        cycle.status, cycle.version = step.target, 1
    return cycle


def _days_of(line, year):
    """Its days within the 年度; what the line does not say is the first or the last day of it."""
    first, last = fiscal_span(year)
    starts_on = min(max(line.starts_on or first, first), last)
    return {"starts_on": starts_on, "ends_on": max(min(line.ends_on or last, last), starts_on)}


def _noted(cycle):
    """The row of the cycle's table by which such a year stands where it does; None while it is still to come."""
    today = timezone.localdate()
    if cycle.ends_on < today:
        return CYCLE.step("note_over")
    return CYCLE.step("note") if cycle.starts_on <= today else None


def _change_of(cycle, by):
    step = _noted(cycle)
    kept = {"since": timezone.now().isoformat()}
    return CycleChange(subject=cycle, version=1, step=step.name, from_state=CYCLE.start, to_state=step.target, by=by, kept=kept)


def _fill(cycle, line, *, over):
    """Whether the year got anything: what it lacked, or, where an acceptance had written it (`over`), what the office has changed in
    its line since then, also by emptying it. What somebody has put right in the ledger meanwhile stays, and so do the days and all that
    the portal knew of a year that it ran itself: they change by what both sides agree."""
    told = _told(line, cycle.fiscal_year)
    extra = told.pop("extra")
    if over and line.written:
        changed = {name: value for name, value in told.items() if as_json(value) != line.written.get(name)}
        if not cycle.is_record:
            changed = {name: value for name, value in changed.items() if _came_of_the_sheet(cycle, line, name)}
        former = line.written["extra"]
        said = {key: extra.get(key) for key in {*extra, *former} if extra.get(key) != former.get(key)}
        merged = {key: value for key, value in (cycle.extra | said).items() if value is not None}
    else:
        names = (
            name
            for name, value in told.items()
            if value not in EMPTY and (name in FILLED or over and _says_days(line) and cycle.is_record)
        )
        changed = {name: told[name] for name in names if over or getattr(cycle, name) in EMPTY}
        merged = cycle.extra | extra if over else extra | cycle.extra
    changed = {name: value for name, value in changed.items() if getattr(cycle, name) != value}
    for name, value in changed.items():
        setattr(cycle, name, value)
    is_more, cycle.extra = merged != cycle.extra, merged
    return bool(changed) or is_more


def _came_of_the_sheet(cycle, line, name):
    """Whether what such a year has here is what a former acceptance filled in, or nothing."""
    now = as_json(getattr(cycle, name))
    return name in FILLED and (now in EMPTY or line.former.get(name) in EMPTY and now == line.written.get(name))


def _says_days(line):
    return line.starts_on is not None or line.ends_on is not None


def _told(line, year):
    """{name: value} of what a line says of its year."""
    return {name: getattr(line, name) for name in TOLD} | _days_of(line, year)


def _to_come(sheet):
    """[sentence] about every line whose partner acceptance changes, or leaves to be changed by hand, and about those that it does not
    write because the ledger has their entry no more."""
    lines = (
        InventoryLine.objects.untaken().filter(sheet=sheet).select_related("project__merged_into", "partner").order_by("order")
    )
    known = [line for line in lines if not _is_lost(line)]
    said = [f"{change.line.title}：{sentence_of(change)}" for change in partner_changes(known, sheet.round.fiscal_year)]
    return said + [GONE.format(title=line.title, why=_gone(line.project)) for line in lines if _is_lost(line)]


def _is_lost(line):
    return line.project_id is not None and line.answer != Answer.ENDED and not line.project.stands


def _gone(project):
    into = project.merged_into
    return f"ほかの1件（{into.number} {into}）にまとめられています" if into else "台帳から取り消されています"


HOOKS = {"accept": Hook(prepare=_refuse_turned_back, effect=_write_own, warns=_to_come)}
