"""Two freeze the same year at once, two take in a list of it: one of them writes, the other is told. On PostgreSQL only."""

from uuid import uuid4

from kyodo_portal.process.actions import take_step
from projects.inventory.line_actions import say_the_same
from projects.models import Project, Snapshot, YearReport
from projects.report.actions import open_report
from projects.snapshots.actions import correct_year, freeze_year
from projects.snapshots.old_list_actions import begin_old_list, take_in
from tests import build
from tests.projects.inventory.build import YEAR, go, laid, sheet_of
from tests.projects.ledger.build import World
from tests.races import ON_POSTGRESQL, ends, together

pytestmark = ON_POSTGRESQL


def test_two_freezes_of_a_year_make_one_version():
    _, staff = build.office("secretariat")
    assert ends(*[lambda: freeze_year(2024, by=staff)] * 2) == ["ValidationError", "done"]
    assert [made.version for made in Snapshot.objects.all()] == [1]


def test_two_lists_of_a_year_are_two_versions():
    _, staff = build.office("secretariat")
    sheets = [["表", [["事業名", "形態"], ["朝市", "共催"]]]]
    said = {"fiscal_year": 2020, "name": "表", "sheets": sheets}
    lists = [begin_old_list(by=staff, form_key=uuid4(), **said) for _ in range(2)]
    together(*[lambda old=old: take_in(old, by=staff, version=0, left_out=(), is_public=False) for old in lists])
    assert [made.version for made in Snapshot.objects.order_by("version")] == [1, 2]


def test_two_corrections_of_a_year_at_once_are_one():
    world = World()
    entry = world.entry(title="朝市", fiscal_year=2024, only_record=True)
    freeze_year(2024, by=world.chief)
    Project.objects.filter(pk=entry.pk).update(title="朝の市")
    assert ends(*[lambda: correct_year(2024, by=world.chief, why="名前")] * 2) == ["ValidationError", "done"]
    assert [made.version for made in Snapshot.objects.order_by("version")] == [1, 2]


def test_a_year_is_frozen_with_all_of_an_acceptance_or_with_nothing_of_it():
    city, _ = laid()
    say_the_same(sheet_of(city.office), by=city.clerk)
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    sheet = sheet_of(city.office)
    accept = lambda: take_step(sheet, "accept", by=city.chief, version=sheet.version)  # noqa: E731
    assert ends(accept, lambda: freeze_year(YEAR, by=city.chief)) == ["done", "done"]
    assert Snapshot.objects.get().row_count in (1, 3)  # the one that the portal ran, or with the two of the sheet


def test_two_reports_of_a_year_are_one_and_the_second_hears_why():
    _, staff = build.office("secretariat")
    freeze_year(2024, by=staff)
    answers = together(*[lambda: open_report(2024, by=staff)] * 2)
    assert YearReport.objects.count() == 1
    [refused] = [answer for answer in answers if isinstance(answer, Exception)]
    assert refused.messages == ["この年度のまとめは、もう始まっています。"]
