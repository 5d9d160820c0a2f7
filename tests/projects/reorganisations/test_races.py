"""Two carry one 改組 out at once, an entry moves on at the same moment: one of them writes, the other is told. On PostgreSQL only."""

from kyodo_portal.process.actions import take_step
from projects.inventory.line_actions import say_the_same
from projects.models import Participation, Project, Reorganisation
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .build import City
from .test_what_goes_along import inventory

pytestmark = ON_POSTGRESQL


def carry_out(made, by):
    return lambda: take_step(Reorganisation.objects.get(pk=made.pk), "carry_out", by=by, version=1)


def announced():
    city = City()
    made = city.laid_out()
    city.press(made, "announce")
    return city, made


def open_rows(project):
    return Participation.objects.filter(project=project, side="city", until__isnull=True)


def carried():
    city, made = announced()
    return city, city.press(made, "carry_out")


def test_two_presses_take_it_back_once():
    city, made = carried()
    back = lambda: take_step(made, "undo_carry_out", by=city.chief, version=made.version, reason="まちがい")  # noqa: E731
    assert ends(back, back) == ["Stale", "done"]
    assert [row.partner for row in open_rows(city.first)] == [city.office]


def test_what_moves_on_while_it_is_taken_back_stays_where_it_went():
    city, made = carried()
    words = {"office": city.third, "on": build.days(0), "reason": "担当のため"}
    move = lambda: take_step(Project.objects.get(pk=city.first.pk), "move", by=city.chief, version=1, **words)  # noqa: E731
    back = lambda: take_step(made, "undo_carry_out", by=city.chief, version=made.version, reason="まちがい")  # noqa: E731
    assert ends(move, back) == ["Stale", "done"]
    (row,) = open_rows(city.first)
    assert row.partner == (city.third if Reorganisation.objects.get().status == "done" else city.office)


def test_a_sheet_that_is_handed_in_at_the_same_moment_is_in_and_goes_along():
    city, made = announced()
    mine = inventory(city)[city.office.name]
    say_the_same(mine, by=city.clerk)
    mine.refresh_from_db()
    hand_in = lambda: take_step(mine, "hand_in", by=city.chief, version=mine.version)  # noqa: E731
    assert "done" in ends(carry_out(made, city.chief), hand_in)
    assert Reorganisation.objects.get().status == "done"


def test_two_presses_move_once():
    city, made = announced()
    assert ends(*[carry_out(made, city.chief)] * 2) == ["Stale", "done"]
    assert made.matters.count() == 2
    assert [row.partner for row in open_rows(city.first)] == [city.other]


def test_an_entry_that_moves_at_the_same_moment_has_one_office_afterwards():
    city, made = announced()
    words = {"office": city.third, "on": build.days(0), "reason": "担当のため"}

    def move():
        take_step(Project.objects.get(pk=city.first.pk), "move", by=city.chief, version=0, **words)

    late = "Stale" in ends(carry_out(made, city.chief), move)
    (row,) = open_rows(city.first)
    assert row.partner == (city.other if late else city.third) and row.is_lead
    assert [row.partner for row in open_rows(city.second)] == [city.other]
