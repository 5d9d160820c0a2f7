"""The shortest way to the work of a year: from マイページ to the form, and what the year's page says before."""

import pytest

from kyodo_portal.pages.presenters import todos
from projects.models import Cycle
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_agreeing_stands_beside_the_state_once_there_is_something_to_agree_to(world, client_for):
    cycle = world.cycle()
    at = cycle.get_absolute_url()
    box = client_for(world.representative).get(at).content.decode().split('id="now-h"')[1].split("</section>")[0]
    assert "この年度の目標と役割分担を入れると、ここに「この計画でよい」が出ます。" in box and "<button" not in box
    world.clerk_plan(cycle)
    for user in (world.representative, world.clerk, world.chief):
        box = client_for(user).get(at).content.decode().split('id="now-h"')[1].split("</section>")[0]
        assert '<button class="kp-btn kp-btn--m" type="submit">この計画でよい</button>' in box
    assert "この計画でよい</button>" not in client_for(world.mate).get(at).content.decode()


def test_mypage_leads_straight_to_the_form_of_the_state(world, client_for):
    cycle = world.cycle()
    at = cycle.get_absolute_url()
    assert [todo.url for todo in todos(world.representative).rows] == [at]
    world.clerk_plan(cycle)
    for step, more in (("agree_on_paper", {"agreed_on": cycle.starts_on, "document_number": ""}), ("start", {})):
        world.step(cycle, step, by=world.clerk, **more)
    assert (
        [todo.url for todo in todos(world.representative).rows]
        == [f"{at}updates/new/"]
        == [todo.url for todo in todos(world.clerk).rows]
    )
    world.step(cycle, "finish", by=world.representative)
    assert [todo.url for todo in todos(world.representative).rows] == [f"{at}report/"]
    page = client_for(world.representative).get(f"{at}report/").content.decode()
    assert page.count("※この2つの欄の、どちらかは必須") == 2
    world.report(Cycle.objects.get(pk=cycle.pk))
    for user in (world.representative, world.clerk):
        assert [todo.url for todo in todos(user).rows] == [f"{at}evaluation/"]
        assert client_for(user).get(f"{at}evaluation/").status_code == 200
