"""What is put right in the city's year, told through HTTP."""

import pytest
from django.core.management import call_command

from projects.inventory.accept_actions import accept_all
from projects.inventory.line_actions import say_the_same
from projects.models import InventorySheet
from tests import build
from tests.projects.inventory.build import YEAR, a_round, go, matter, round_now, sheet_of
from tests.projects.ledger.build import World

from .browser import Browser
from .city_year import CityYear


class City:
    """Its people at their browsers, and a year whose list everybody reads."""

    def __init__(self):
        world = World()
        for name, body in (("見本福祉課", world.office), ("見本土木課", world.elsewhere), ("見本ひだまりの会", world.group)):
            body.name = body.search_text = name
            body.save()
        self.joiner_name = build.partner("見本食堂の会").name
        self.department, self.secretariat, self.group = map(Browser, (world.clerk, world.chief, world.representative))
        self.department_name, self.other_name, self.group_name = world.office.name, world.elsewhere.name, world.group.name
        self.group_page = f"/partners/{world.group.pk}/"
        self.counted = published(world)

    def visitor(self):
        return Browser()


def published(world):
    """(年度, page of a year of one of its entries): its inventory is answered, frozen and published."""
    matter(world, "防災訓練", year=YEAR)
    a_round(world)
    say_the_same(sheet_of(world.office), by=world.clerk)
    go(sheet_of(world.office), "hand_in", by=world.clerk)
    for office in (world.elsewhere, world.centre):
        go(sheet_of(office), "nothing", by=world.chief)
    go(round_now(), "close", by=world.chief)
    accept_all(round_now(), {sheet.office_id: sheet.version for sheet in InventorySheet.objects.all()}, by=world.chief)
    for step in ("freeze", "publish"):
        go(round_now(), step, by=world.chief)
    return YEAR, sheet_of(world.office).lines.get().project.cycles.get(fiscal_year=YEAR).get_absolute_url()


@pytest.mark.django_db
def test_what_is_put_right_in_the_citys_year():
    call_command("createcachetable")
    story = CityYear(City())
    for chapter in CityYear.chapters:
        getattr(story, chapter)()
