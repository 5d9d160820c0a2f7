"""改組 is carried out: whose matters they are from that day on, who is asked, who is told; and taken back again."""

import copy
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Membership
from projects.entries.window_models import ContactWindow
from projects.ledger.window_actions import name_window
from projects.models import Call, Participation, Project, Reorganisation
from projects.reorganisations.actions import turn_days
from tests import build

from .build import City

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_city(lay):
    return lay(City)


@pytest.fixture
def city(laid_city):
    return copy.deepcopy(laid_city)


def later(monkeypatch, days):
    """The clock stands `days` from today at nine."""
    at = timezone.make_aware(datetime.datetime.combine(build.days(days), datetime.time(9)))
    monkeypatch.setattr(timezone, "now", lambda: at)


def parts(project):
    """[(office, since, until)] of the city's side, the oldest first."""
    rows = Participation.objects.filter(project=project, side="city").order_by("pk")
    return [(row.partner.name, row.since, row.until) for row in rows]


def offices(project, on=None):
    return [row.partner.name for row in Project.objects.get(pk=project.pk).taking_part(on) if row.side == "city"]


def holders(project):
    """The offices for which a task of this entry's years is open."""
    keys = project.cycles.values("pk")
    words = Task.objects.open().filter(process="cycle", subject_id__in=keys).values_list("party", flat=True)
    return {word for word in words if word[0] in "pr"}


def test_on_its_day_the_clock_moves_entries_windows_tasks_and_people(city, monkeypatch):
    made = city.laid_out(people=[city.deputy])
    assert turn_days() == 0  # not announced yet
    city.press(made, "announce")
    assert turn_days() == 0 and offices(city.first) == [city.office.name]
    day = build.days(9)
    later(monkeypatch, 9)
    assert turn_days() == 1
    assert parts(city.first) == [(city.office.name, None, day - datetime.timedelta(days=1)), ("商工観光課", day, None)]
    assert offices(city.first, build.days(-9)) == [city.office.name] and offices(city.first) == ["商工観光課"]
    assert f"p{city.office.pk}" not in holders(city.first) | holders(city.second)
    assert f"p{city.other.pk}" in holders(city.first) and f"p{city.other.pk}" in holders(city.second)
    window = ContactWindow.objects.open().get(project=city.first, side="city")
    assert (window.main, window.deputy, window.since, window.phone) == (city.deputy, None, day, "0258-00-0001")
    goes = Membership.objects.filter(user=city.deputy).order_by("since").values_list("partner", "until")
    assert list(goes) == [(city.office.pk, day - datetime.timedelta(days=1)), (city.other.pk, None)]
    told = Notice.objects.filter(title="令和9年4月の改組により、担当課が替わりました")
    assert sorted(told.values_list("user", flat=True)) == sorted(
        [city.clerk.pk, city.deputy.pk, city.other_clerk.pk, city.representative.pk]
    )
    assert f"・{city.office}→商工観光課" in told.first().body
    change = city.first.changes.get()
    assert (change.step, change.by, change.reason) == ("move", city.chief, "改組：令和9年4月の改組")
    assert list(wrong_tasks()) == []


def test_done_at_once_the_day_is_today_and_taken_back_it_is_as_before(city):
    made = city.carried(people=[city.deputy])
    today = build.days(0)
    assert made.on == today and parts(city.second)[1] == ("商工観光課", today, None)
    assert Project.objects.get(pk=city.second.pk).search_text.endswith("商工観光課")
    city.press(made, "undo_carry_out")
    assert parts(city.first) == [(city.office.name, None, None)]
    assert Reorganisation.objects.get(pk=made.pk).on == build.days(9)
    assert list(Membership.objects.filter(user=city.deputy).values_list("partner", "until")) == [(city.office.pk, None)]
    assert ContactWindow.objects.open().get(project=city.first, side="city").main == city.clerk
    assert f"p{city.office.pk}" in holders(city.first) and list(wrong_tasks()) == []
    assert turn_days() == 0


def test_put_back_on_its_day_the_clock_leaves_it_to_the_secretariat(city, monkeypatch):
    made = city.laid_out(on=0)
    city.press(made, "announce")
    assert turn_days() == 1
    city.press(made, "undo_turn")
    assert turn_days() == 0 and offices(city.first) == [city.office.name]


def test_once_a_matter_has_moved_on_it_is_not_taken_back(city):
    made = city.carried()
    first = Project.objects.get(pk=city.first.pk)
    take_step(first, "move", by=city.chief, version=first.version, office=city.third, on=build.days(0), reason="担当のため")
    with pytest.raises(Stale):
        city.press(made, "undo_carry_out")
    assert offices(city.second) == ["商工観光課"]


def test_of_a_split_office_each_matter_goes_its_way_and_the_rest_stays(city):
    alone = [{"numbers": [city.first.number], "desk": "1階の総合窓口", "phone": "0258-00-0009"}]
    made = city.carried(lines=[*alone, {"successor": city.third, "numbers": [city.second.number]}])
    stays = city.entry(title="ひとり残る案件")
    assert (offices(city.first), offices(city.second), offices(stays)) == (["商工観光課"], ["農林課"], [city.office.name])
    window = ContactWindow.objects.open().get(project=city.first, side="city")
    assert (window.main, window.desk, window.phone) == (city.clerk, "1階の総合窓口", "0258-00-0009")
    assert sorted(made.matters.values_list("successor__name", flat=True)) == sorted(["商工観光課", "農林課"])


def test_an_office_that_took_part_already_leads_on_in_one_row(city):
    first = city.first
    take_step(first, "join", by=city.clerk, version=0, partner=city.other, on=build.days(-3), reason="いっしょに")
    city.carried()
    rows = Participation.objects.valid().filter(project=first, side="city")
    assert [(row.partner, row.is_lead, row.since) for row in rows] == [(city.other, True, build.days(0))]
    lead = Participation.objects.filter(project=first, side="city", is_lead=True, until__isnull=True)
    assert lead.count() == 1


def test_calls_go_along_and_what_is_over_stays(city):
    now = timezone.now()
    words = {"fiscal_year": 2026, "summary": "x", "eligibility": "x", "department": city.office}
    coming = Call.objects.create(title="春", opens_at=now, closes_at=now + datetime.timedelta(days=9), **words)
    over = Call.objects.create(
        title="前の春", opens_at=now - datetime.timedelta(days=90), closes_at=now - datetime.timedelta(days=60), **words
    )
    made = city.carried()
    assert Call.objects.get(pk=coming.pk).department == city.other and Call.objects.get(pk=over.pk).department == city.office
    city.press(made, "undo_carry_out")
    assert Call.objects.get(pk=coming.pk).department == city.office


def test_what_nobody_holds_afterwards_is_found_by_the_city(city, client_for):
    city.carried(lines=[{"numbers": [city.first.number]}])
    Membership.objects.filter(partner=city.office).update(until=build.days(-1))
    text = build.read(client_for(city.chief), "/staff/ownerless/")
    assert "花いっぱい運動" in text and "担当課に人がいません" in text


def pressed(city, made, name):
    """(the queries of a step, the 改組 afterwards)"""
    with CaptureQueriesContext(connection) as queries:
        made = city.press(made, name)
    return len(queries), made


def moved_in(city, count):
    """The queries of carrying out and of taking it back, with so many matters more that have windows, and how many moved."""
    for number in range(count):
        entry = city.entry(title=f"案件{number}")
        name_window(entry, by=city.clerk, main=city.clerk, deputy=city.deputy)
    made = city.laid_out(people=[city.deputy])
    city.press(made, "announce")
    there, made = pressed(city, made, "carry_out")
    moved = made.matters.count()
    back, made = pressed(city, made, "undo_carry_out")
    city.press(made, "drop", reason="やめた")
    return there, back, moved


def test_thirty_four_matters_cost_as_many_queries_as_two(city):
    few, many = moved_in(city, 0), moved_in(city, 32)
    assert (few[2], many[2]) == (2, 34)
    savepoint = 2 if connection.vendor == "postgresql" else 0  # of the notices: there others may tell the same people meanwhile
    assert few[:2] == (37 + savepoint, 50 + savepoint)
    # SQLite writes so many new tasks in portions, and takes the keys of so many notices in more than one.
    assert many[0] <= few[0] + 2 and many[1] <= few[1] + 2


def test_what_came_along_with_a_merged_entry_goes_back_with_it(city):
    double = city.entry(title="見守り配達（農林）", department=city.third, by=city.chief)
    step = lambda name, **said: take_step(double, name, by=city.chief, version=now(double).version, reason="x", **said)  # noqa: E731
    step("merge", into=city.first)
    city.carried(lines=[{"former": city.third}])
    assert offices(city.first) == [city.office.name, "商工観光課"]
    step("unmerge")
    assert offices(city.first) == [city.office.name] and offices(double) == ["商工観光課"]


def now(entry):
    return Project.objects.get(pk=entry.pk)
