"""Sixty applications at one desk: few clicks, queries that do not grow, and ticks that are no longer true say so while the others go."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Application
from tests import build

from .build import WORDS, World, days, step

pytestmark = pytest.mark.django_db

BULK, DESK = "/staff/applications/bulk/", "/staff/applications/?queue=new&tick=1"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def sixty(world, count=59):
    """So many more that were sent, besides world.sent."""
    rows = [
        Application(
            spec=world.sent.spec, partner=world.group, created_by=world.chair, form_key=build.uuid4(), number=f"R8-N-{number + 100:04}",
            status="submitted", received_on=timezone.localdate(), **{**WORDS, **days(), "title": f"会{number:02}"},
        )
        for number in range(count)
    ]  # fmt: skip
    Application.objects.bulk_create(rows)


def asked(client, *request):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(*request) if len(request) == 1 else client.post(*request)
    assert answer.status_code == 200
    return answer, len(queries)


def test_sixty_are_received_by_five_clicks_with_queries_that_do_not_grow(world, client_for):
    clerk = client_for(world.clerk)
    clerk.get(DESK)
    one, few = asked(clerk, DESK)
    _, few_check = asked(clerk, BULK, {"step": "receive", "application": [row.pk for row in one.context["filter"].page]})
    sixty(world)
    # Clicks: the queue on the admin's first page, all ticks, the button, the department, the button.
    desk, many = asked(clerk, DESK)
    page = desk.context["filter"].page
    assert (len(page.object_list), build.markup(desk).count(" checked"), many) == (60, 60, few)
    check, many_check = asked(clerk, BULK, {"step": "receive", "application": [row.pk for row in page]})
    assert (len(check.context["plan"].takes), many_check) == (60, few_check)
    assert few <= 15 and few_check <= 15


def test_ticks_of_another_tab_say_so_and_the_others_go(world, client_for):
    sixty(world, 5)
    clerk, rows = client_for(world.clerk), list(Application.objects.order_by("pk"))
    check, _ = asked(clerk, BULK, {"step": "receive", "application": [row.pk for row in rows]})
    values = check.context["form"].initial["row"]
    assert len(values) == 6
    step(rows[1], "hand_over", world.clerk, department=world.elsewhere, reason="道のことなので。")  # the other tab
    step(rows[2], "withdraw", world.chair, reason="やめます。")
    said = {"step": "receive", "row": [*values, "9999999:1", "x:y"], "run": "1", "department": world.office.pk}
    for _ in range(2):
        answer, _ = asked(clerk, BULK, said)
        results = {row.name: row for row in answer.context["results"]}
        assert (len(answer.context["done"]), answer.context["not_done"]) == (4, 3)
        assert not results[str(rows[1])].is_done and "そのページで確かめてください。" in results[str(rows[1])].words
    assert sorted(Application.objects.values_list("status", flat=True)) == ["received"] * 4 + ["submitted", "withdrawn"]
