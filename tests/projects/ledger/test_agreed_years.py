"""The plan of a coming year is nobody's but those who make it, until it is agreed."""

import datetime
import io

import openpyxl
import pytest

from projects.cycles.creation import new_cycle
from projects.models import Cycle, Participation, RoleShare
from tests.projects.ledger.build import World, partner
from tests.sent import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


@pytest.fixture
def years(world):
    """A running year, and the coming one with a plan that nobody has agreed to."""
    running = world.cycle()
    world.clerk_plan(running)
    world.step(running, "agree_on_paper", by=world.clerk, agreed_on=None, document_number="福第1号")
    world.step(running, "start", by=world.clerk)
    coming = new_cycle(running.project, running.fiscal_year + 1, goal="瑠璃色の目標", city_cost=7_654_321)
    RoleShare.objects.create(cycle=coming, task="瑠璃色の役割", group_part="配る")
    return Cycle.objects.get(pk=running.pk), coming


def test_the_public_page_shows_the_last_agreed_year(world, client_for, years):
    running, coming = years
    url = f"/projects/{running.project_id}/"
    for address in (url, f"{url}?year={coming.fiscal_year}"):
        page = client_for().get(address).content.decode()
        assert "だれとも話さない人をなくす" in page and "瑠璃色" not in page and "7,654,321" not in page
        assert f"?year={coming.fiscal_year}" not in page
    inside = client_for(world.clerk).get(url).content.decode()
    assert coming.get_absolute_url() in inside
    assert "瑠璃色の目標" in client_for(world.clerk).get(coming.get_absolute_url()).content.decode()


def test_lists_and_open_data_follow(world, client_for, years):
    running, coming = years
    cards = client_for().get("/projects/").content.decode()
    assert "実施中" in cards and "準備" not in cards.split("kp-cards")[-1]
    assert world.entry(title="二つ目の見守り").cycles.get().fiscal_year == running.fiscal_year
    found = client_for().get(f"/projects/?year={coming.fiscal_year}").content.decode()
    assert "見守り配達" not in found
    table = client_for().get("/open-data/projects.csv").getvalue().decode("utf-8-sig")
    assert [line.split(",")[9] for line in table.splitlines()[1:] if "見守り配達" in line] == [str(running.fiscal_year)]


def test_year_and_stage_speak_of_the_same_year_and_the_card_shows_it(world, client_for, years):
    running, _ = years
    last = new_cycle(running.project, running.fiscal_year - 1)
    Cycle.objects.filter(pk=last.pk).update(status="closed")
    this, before = running.fiscal_year, last.fiscal_year

    def shown(query):
        return [(card.year, card.status_label) for card in client_for().get(f"/projects/?{query}").context["cards"]]

    assert shown("phase=do") == shown(f"phase=do&year={this}") == shown(f"year={this}") == [(this, "実施中")]
    assert shown(f"phase=ended&year={before}") == shown(f"year={before}") == [(before, "完了")]
    for nothing in ("phase=ended", f"phase=ended&year={this}", f"phase=do&year={before}", f"phase=plan&year={this + 1}"):
        assert shown(nothing) == [], nothing
    page = client_for().get(f"/projects/?year={before}").content.decode()
    assert f'href="/projects/{running.project_id}/?year={before}"' in page and "完了" in page.split("kp-cards")[1]


def test_an_entry_without_an_agreed_year_shows_stage_and_days_only(world, client_for):
    cycle = world.cycle()
    world.clerk_plan(cycle)
    page = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert "準備" in page and "だれとも話さない人をなくす" not in page and "声をかける" not in page


def test_a_year_called_off_before_it_was_agreed_stays_unseen(world, client_for, years):
    running, coming = years
    world.step(coming, "cancel", by=world.clerk, reason="予算がつかなかった", public_reason="予算がつかなかった")
    page = client_for().get(f"/projects/{running.project_id}/?year={coming.fiscal_year}").content.decode()
    assert "瑠璃色" not in page and "7,654,321" not in page


def test_another_department_takes_out_what_everybody_reads(world, client_for, years):
    running, coming = years
    Cycle.objects.filter(pk=running.pk).update(city_cost=480_000)

    def lines(person):
        answer = client_for(person).post("/admin/projects/project/xlsx/", {"purpose": "点検のため"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
        return [(row[9], row[12]) for row in book.active.iter_rows(min_row=2, values_only=True)]

    assert lines(world.clerk) == [("準備", 7_654_321), ("実施中", 480_000)]
    assert lines(world.outsider) == [("実施中", 480_000)]


def test_open_data_of_a_stage_has_the_years_in_it_and_no_others(world, client_for, years):
    running, _ = years
    last = new_cycle(running.project, running.fiscal_year - 1)
    Cycle.objects.filter(pk=last.pk).update(status="closed")

    def lines(query):
        table = client_for().get(f"/open-data/projects.csv?{query}").getvalue().decode("utf-8-sig").splitlines()[1:]
        return [(int(line.split(",")[9]), line.split(",")[11]) for line in table]

    this, before = running.fiscal_year, last.fiscal_year
    assert lines("") == [(before, "完了"), (this, "実施中")]
    assert lines("phase=do") == lines(f"phase=do&year={this}") == [(this, "実施中")]
    assert lines(f"phase=ended&year={before}") == [(before, "完了")]
    assert lines("phase=ended") == lines(f"phase=do&year={before}") == []


@pytest.fixture
def moved(world, years):
    """Last year it was 土木課's and 若葉会's, in April it came to 福祉課 and ひだまりの会."""
    running, last = years[0], new_cycle(years[0].project, years[0].fiscal_year - 1)
    Cycle.objects.filter(pk=last.pk).update(status="closed", ends_on=datetime.date(last.fiscal_year, 10, 31))
    changed = datetime.date(last.fiscal_year, 12, 1)  # after what was done that year had ended
    running.project.participations.update(since=changed)
    for side, body in (("city", world.elsewhere), ("group", partner("若葉会", kind="npo"))):
        Participation.objects.create(project=running.project, side=side, partner=body, until=changed - datetime.timedelta(days=1))
    return running, last


def test_who_is_asked_for_beside_a_year_is_who_took_part_in_it(world, client_for, moved):
    running, last = moved
    this, before = running.fiscal_year, last.fiscal_year
    then, now = world.elsewhere, world.office

    def shown(query):
        return [(card.offices, card.groups) for card in client_for().get(f"/projects/?{query}").context["cards"]]

    former, present = (("土木課",), ("若葉会",)), (("福祉課",), ("ひだまりの会",))
    assert shown(f"year={before}") == shown(f"year={before}&department={then.pk}") == shown(f"year={before}&kind=npo") == [former]
    assert shown("") == shown(f"year={this}&department={now.pk}") == shown(f"year={this}&kind=civic") == [present]
    for nothing in (f"year={before}&department={now.pk}", f"year={before}&kind=civic", f"year={this}&department={then.pk}"):
        assert shown(nothing) == [], nothing
    table = client_for().get(f"/open-data/projects.csv?year={before}&department={then.pk}").getvalue().decode("utf-8-sig")
    assert len(table.splitlines()) == 2 and "若葉会" in table


def test_the_admin_asks_and_names_the_offices_of_that_year(world, client_for, moved):
    running, last = moved
    chief = client_for(world.chief)
    for page in ("/admin/projects/project/", "/admin/projects/cycle/"):
        for year, office, other in (
            (last.fiscal_year, world.elsewhere, world.office),
            (running.fiscal_year, world.office, world.elsewhere),
        ):
            found = chief.get(f"{page}?fiscal_year={year}&department={office.pk}")
            assert found.context["cl"].result_count == 1
            row = text_of(found).split('id="result_list"')[1].split("</table>")[0]
            assert office.name in row and other.name not in row
            assert chief.get(f"{page}?fiscal_year={year}&department={other.pk}").context["cl"].result_count == 0
