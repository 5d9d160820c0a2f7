"""Every notice says what one can do now (or that there is nothing to do), and whoever pressed gets no mail of what followed by itself."""

import ast

import pytest

from kyodo_portal.notices.models import Delivery, Notice
from projects.models import Cycle
from tests import house
from tests.projects.cycles.test_journey import Side, evaluating, sheet
from tests.projects.ledger.build import World
from tests.test_tables import PROCESSES

TELLING = {"notify", "tell_later", "tell_undone"}
STANDING = {("ledger", "active")}  # no end: an entry stands in the ledger, and its notices say what for


def test_every_end_of_a_table_says_what_one_can_do():
    silent = [(process.key, row.code) for process in PROCESSES for row in process.states if row.is_end and not row.now]
    assert {*silent} - STANDING == set()


def test_nobody_is_told_a_mere_title():
    bare = []
    for path in house.app_code():
        for node in ast.walk(ast.parse(house.text(path))):
            name = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in TELLING and not {"body", None} & {word.arg for word in node.keywords}:
                bare.append(f"{path}:{node.lineno}")
    assert bare == []


@pytest.mark.django_db
def test_who_hands_in_second_gets_no_mail_that_both_are_in(client_for):
    world = World()
    cycle = evaluating(world)
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    assert group.hand_in(**sheet(4)).status_code == 302
    Delivery.objects.all().delete()
    assert city.hand_in(**sheet(4)).status_code == 302 and Cycle.objects.get(pk=cycle.pk).status == "discussing"
    told = Notice.objects.filter(title="「見守り配達」の評価がそろいました")
    assert {*told.values_list("user", flat=True)} >= {world.representative.pk, world.clerk.pk}
    assert [*told.exclude(read_at=None).values_list("user", flat=True)] == [world.clerk.pk]
    mails = {*Delivery.objects.values_list("to", flat=True)}
    assert world.clerk.email not in mails and world.representative.email in mails
