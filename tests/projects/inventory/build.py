"""What the tests of the inventory start from: three offices, last year's matters of one of them, a round that is open."""

import datetime
import uuid

from kyodo_portal.process.actions import take_step
from projects.inventory.line_actions import Typed, write_rows
from projects.inventory.round_actions import make_round
from projects.models import InventoryRound, InventorySheet
from tests.projects.ledger.build import World

YEAR = 2025  # 令和7年度, which is over
OPENS, CLOSES = datetime.date(2026, 6, 1), datetime.date(2026, 6, 30)


def matter(world, title, year=YEAR - 1, **values):
    """A matter of the office, done as a record in this 年度."""
    given = {"title": title, "fiscal_year": year, "only_record": True, "city_cost": 50_000, **values}
    return world.entry(**given)


def a_round(world, *, opened=True, **values):
    given = {
        "fiscal_year": YEAR, "opens_on": OPENS, "closes_on": CLOSES, "asks_plans": True, "asks_possibilities": True, **values,
    }  # fmt: skip
    round = make_round(by=world.chief, form_key=uuid.uuid4(), **given)
    return go(round, "open", by=world.chief) if opened else round


def go(matter, step, by, **answers):
    """One step with the version of now."""
    now = type(matter).objects.get(pk=matter.pk)
    return take_step(now, step, by=by, version=now.version, **answers)


def sheet_of(office, year=YEAR):
    return InventorySheet.objects.select_related("round", "office").get(office=office, round__fiscal_year=year)


def say(sheet, by, *, complete=False, **answers):
    """Answer lines by their title: say(sheet, by, 防災訓練={"answer": "same"})."""
    lines = {line.title: line for line in sheet.lines.all()}
    rows = [
        Typed(title, lines[title].mark if title in lines else "", lines[title].version if title in lines else None, cells)
        for title, cells in answers.items()
    ]
    return write_rows([sheet], rows, by=by, complete=complete)


def laid(opened=True):
    """(world, round): last year a 防災訓練 of 50,000 円 and a 花いっぱい運動, this year a 見守り配達 that the portal has."""
    world = World()
    matter(world, "防災訓練")
    matter(world, "花いっぱい運動")
    matter(world, "見守り配達", year=YEAR)
    return world, a_round(world, opened=opened)


def round_now(year=YEAR):
    return InventoryRound.objects.get(fiscal_year=year)
