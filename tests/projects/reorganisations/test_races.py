"""Two carry one 改組 out at once, an entry moves on at the same moment: one of them writes, the other is told. On PostgreSQL only."""

from kyodo_portal.process.actions import take_step
from projects.models import Participation, Project, Reorganisation
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .build import City

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
