"""Every state of a 引継ぎ, on every page that shows it."""

import copy

import pytest

from projects.handover.workflow import HANDOVER
from projects.models import Handover
from tests.shared import laid_once
from tests.shown import Shown

from .build import handed

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    with laid_once(django_db_blocker, handed) as objects:
        yield objects


@pytest.mark.parametrize("state", [row.code for row in HANDOVER.states])
def test_a_handover(client_for, laid, state):
    world, handover = copy.deepcopy(laid)
    Handover.objects.filter(pk=handover.pk).update(taker=world.next)
    people = {"giver": world.clerk, "taker": world.next, "head": world.head, "secretariat": world.chief}
    shown = Shown(handover, state, client_for, **people)
    own, row, title = handover.get_absolute_url(), shown.row, str(handover)
    for who in people:
        text = shown.page(who, own, title, row.label)
        assert ("いまは、あなたの番です" in text) == shown.turn(who), who
        task = shown.turn(who) and row.next_task
        shown.there(who, "/me/", f">{row.next_task or '引継ぎ'}</a>", bool(task))
    (sheet,) = handover.sheets.all()
    shown.there("giver", sheet.get_absolute_url(), 'name="advice"', row.code in ("planned", "ownerless"))
    shown.page("secretariat", f"/admin/projects/handover/?status={state}", title)
    shown.page("secretariat", f"/admin/projects/handover/{handover.pk}/change/", title, row.label)
    shown.steps(handover.step_url)
