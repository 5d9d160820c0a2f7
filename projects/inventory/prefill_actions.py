"""What the sheets of a round hold before anybody writes: the matters of each office with their newest values."""

import datetime

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Partner
from projects.cycles.models import CALLED_OFF, Cycle
from projects.entries.models import Participation, Project

from .columns import Columns, asked_keys
from .models import InventoryLine, InventorySheet, LineSource
from .workflow import SHEET

Side = Participation.Side
# What of a line is compared with how it was laid out, and goes out and comes back in a table.
VALUES = (
    "title", "partner_name", "partner_kind", "form_id", "also", "starts_on", "ends_on", "city_cost", "people", "place", "summary",
)  # fmt: skip


def asked_offices():
    """The city's offices of today, the secretariat among them, by name."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    return Partner.objects.filter(office__in=offices, standing__in=Partner.objects.all().PUBLIC).order_by(
        "office", "kana_key", "pk"
    )


def lay_out(round):
    """Make a sheet for every office and a line for every matter that it leads today and that had a year in the round's 年度 or the
    one before. What nobody in the city leads any more goes to the secretariat. Fifteen queries, and those of `sync_tasks`."""
    offices = list(asked_offices())
    sheets = InventorySheet.objects.bulk_create(
        InventorySheet(round=round, office=office, status=SHEET.start) for office in offices
    )
    sheet_of = {sheet.office_id: sheet for sheet in sheets}
    rest = next((sheet for sheet in reversed(sheets) if sheet.office.office == Partner.Office.SECRETARIAT), None)
    leads, asked = _leads(), asked_keys(Columns())
    lines = []
    for number, cycle in enumerate(newest_cycles(round.fiscal_year)):
        sheet = sheet_of.get(leads[Side.CITY].get(cycle.project_id, (None,))[0], rest)
        if sheet is not None:
            line = _line_of(cycle, sheet, round.fiscal_year, leads[Side.GROUP].get(cycle.project_id), number)
            if line.source == LineSource.LAST:  # what is told at a year's end is not last year's again
                line.extra = {key: line.extra[key] for key in asked.get(line.form_id, ()) if key in line.extra}
            line.former = values_of(line)
            lines.append(line)
    InventoryLine.objects.bulk_create(lines)
    sync_tasks(*sheets)


def newest_cycles(year):
    """[Cycle] with their project: of every matter the newest of this 年度 and the one before, without what was called off."""
    cycles = Cycle.objects.filter(fiscal_year__in=(year - 1, year), project__in=Project.objects.standing())
    cycles = cycles.select_related("project").order_by("project__title", "project", "fiscal_year")
    newest = {cycle.project_id: cycle for cycle in cycles}
    return [cycle for cycle in newest.values() if cycle.status not in CALLED_OFF]


def _leads():
    """{side: {project: (partner, name, kind)}} of whoever leads today. One query."""
    found = {Side.CITY: {}, Side.GROUP: {}}
    rows = Participation.objects.valid().filter(is_lead=True).order_by()
    for side, project, *partner in rows.values_list("side", "project_id", "partner_id", "partner__name", "partner__kind"):
        found[side][project] = tuple(partner)
    return found


def _line_of(cycle, sheet, year, partner, number):
    project, is_portals = cycle.project, cycle.fiscal_year == year
    pk, name, kind = partner or (None, "", "")
    starts_on, ends_on = (cycle.starts_on, cycle.ends_on) if is_portals else moved_on(cycle, year)
    return InventoryLine(
        sheet=sheet,
        project=project,
        order=number,
        title=project.title,
        partner_name=name,
        partner_id=pk,
        partner_kind=kind,
        form_id=project.form_id,
        starts_on=starts_on,
        ends_on=ends_on,
        city_cost=cycle.city_cost,
        people=cycle.people,
        place=cycle.place,
        also=cycle.also,
        extra=cycle.extra,
        summary=project.summary,
        source=LineSource.PORTAL if is_portals else LineSource.LAST,
    )


def moved_on(cycle, year):
    """The days of a former year in this one: the same days of the calendar, within the 年度."""
    first, last = fiscal_span(year)
    days = [_same_day(day, year - cycle.fiscal_year) for day in (cycle.starts_on, cycle.ends_on)]
    return max(days[0], first), min(days[1], last)


def _same_day(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def values_of(line):
    """{column: value} of VALUES, and of what the form asks, as JSON knows them."""
    values = {name: getattr(line, name) for name in (*VALUES, "extra")}
    return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
