"""Two at the same moment: one sheet, one round. On PostgreSQL; SQLite lets one writer in at a time."""

from django.db import connection  # noqa: F401  the mark below asks it

from kyodo_portal.process.actions import take_step
from projects.inventory.accept_actions import accept_all
from projects.inventory.line_actions import Typed, say_the_same, write_rows
from projects.models import Cycle, InventoryLine, InventoryRound, InventorySheet
from tests.projects.inventory.build import YEAR, go, laid, round_now, sheet_of
from tests.races import ON_POSTGRESQL, ends

pytestmark = ON_POSTGRESQL


def file_of(sheet, people):
    """A table of the sheet as it stands, in which every line got so many people, and a matter of its own."""
    rows = [Typed(line.title, line.mark, line.version, {"answer": "changed", "people": people}) for line in sheet.lines.all()]
    return [*rows, Typed("9", "", None, {"title": "夜の自習室", "partner_name": "若葉高校", "form_id": "協定"})]


def test_two_files_for_one_sheet_one_is_in_and_one_refused():
    city, _ = laid()
    sheet = sheet_of(city.office)
    first, second = file_of(sheet, "10"), file_of(sheet, "20")
    works = [lambda rows=rows: write_rows([sheet_of(city.office)], rows, by=city.clerk) for rows in (first, second)]
    assert ends(*works) == ["Refused", "done"]
    assert InventoryLine.objects.filter(title="夜の自習室").count() == 1


def test_the_same_file_twice_makes_one_row():
    city, _ = laid()
    sheet = sheet_of(city.office)
    rows = [file_of(sheet, "10"), file_of(sheet, "10")]
    assert ends(*[lambda one=one: write_rows([sheet_of(city.office)], one, by=city.clerk) for one in rows]) == ["done", "done"]
    assert InventoryLine.objects.filter(title="夜の自習室").count() == 1
    assert sheet_of(city.office).status == "writing"


def test_a_round_is_opened_once():
    city, round = laid(opened=False)
    press = lambda: take_step(InventoryRound.objects.get(), "open", by=city.chief, version=round.version)  # noqa: E731
    assert ends(*[press, press]) == ["Stale", "done"]
    assert InventorySheet.objects.count() == 3 and InventoryLine.objects.count() == 3


def test_two_acceptances_write_one_year():
    city, _ = laid()
    say_the_same(sheet_of(city.office), by=city.clerk)
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    versions = {city.office.pk: sheet_of(city.office).version}

    def accept():
        if not accept_all(round_now(), versions, by=city.chief).count:
            raise LookupError
        return True

    assert ends(*[accept, accept]) == ["LookupError", "done"]
    assert Cycle.objects.filter(project__title="防災訓練", fiscal_year=YEAR).count() == 1
