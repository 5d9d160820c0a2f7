"""The Enter key in a box of a plan saves it, whatever buttons its rows have."""

import pytest
from lxml import html

from tests.projects.ledger.build import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def first_button(page):
    """(name, label) of what a browser presses for Enter: the first button of the form that sends it."""
    form = html.fromstring(page).get_element_by_id("form")
    button = form.xpath(".//button[not(@type='button')] | .//input[@type='submit']")[0]
    return button.get("name"), button.text_content().strip()


def test_enter_saves_a_plan_and_takes_no_row_out(client_for):
    world = World()
    cycle = world.cycle()
    page = client_for(world.clerk).get(f"{cycle.get_absolute_url()}plan/").content.decode()
    assert "この行を外す" in page
    assert first_button(page) == ("save", "計画を保存する")


def test_a_page_that_only_shows_takes_nothing(client_for):
    """What is pressed on the pages of an inventory goes to addresses of their own."""
    world = World()
    assert client_for(world.clerk).post("/ledger/inventory/").status_code == 405
    assert client_for(world.clerk).post("/ledger/inventory/2025/").status_code == 405
