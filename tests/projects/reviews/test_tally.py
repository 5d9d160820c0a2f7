"""当日の集計: the table of the hearing's day as sheets come in, read anew without a script and by one."""

import time

import pytest
from lxml import html

from kyodo_portal.audit.models import AuditEvent

from .build import World
from .test_blind import blind

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_the_tally_says_what_has_come_in_and_names_nobody(world, client_for):
    page, now = (f"/admin/projects/review/call/{world.call.pk}/tally/{name}" for name in ("", "now/"))
    desk = client_for(world.clerk)
    first = desk.get(page)
    assert "3枚のうち0枚" in first.text and page in desk.get(f"/admin/projects/review/call/{world.call.pk}/").text
    shown = html.fromstring(first.text)
    assert shown.xpath("//*[@data-tally]/@data-tally") == [now] and shown.xpath(f"//main//a[@href='{page}']")
    world.sheet(world.panel[0], 5, 5, 5)
    world.sheet(world.panel[1], 3, 3, 3)
    fragment = desk.get(now)
    assert "3枚のうち2枚" in fragment.text and "<b>80" in fragment.text and "<html" not in fragment.text
    assert world.group.name in fragment.text and "見本 春子" not in fragment.text and "に見たようす" in fragment.text
    assert AuditEvent.objects.filter(note="審査会の当日の集計").count() == 1
    blind(world, True)
    hidden = desk.get(now).text
    assert world.group.name not in hidden and "3枚のうち2枚" in hidden
    assert [client_for(who).get(now).status_code for who in (world.official, world.panel[0], world.representative)] == [
        404,
        404,
        404,
    ]


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(world, client_for):
    desk, page = client_for(world.clerk), f"/admin/projects/review/call/{world.call.pk}/tally/"
    for address, stays in ((f"{page}now/", True), (page, False)):
        session, before = desk.session, int(time.time()) - 120
        session["watch"] = [before, before]
        session.save()
        assert desk.get(address).status_code == 200
        assert (desk.session["watch"] == [before, before]) is stays


def test_the_tally_costs_the_same_for_one_and_for_three(world, client_for, django_assert_num_queries):
    desk, now = client_for(world.clerk), f"/admin/projects/review/call/{world.call.pk}/tally/now/"
    desk.get(now)
    with django_assert_num_queries(COST):
        desk.get(now)
    world.another("二つめ")
    world.another("三つめ")
    with django_assert_num_queries(COST):
        assert "9枚のうち0枚" in desk.get(now).text


COST = 8
