"""Every state of the draft of a case, on every page that shows it."""

import pytest

from projects.cases.workflow import CASE
from tests.projects.ledger import build as ledger
from tests.shown import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.mark.parametrize("state", [row.code for row in CASE.states])
def test_a_draft_of_a_case(client_for, state):
    world = ledger.World()
    people = {"group": world.representative, "department": world.clerk, "secretariat": world.chief}
    shown = Shown(ledger.case_draft(world, title="配達の事例"), state, client_for, **people, coordinator=world.guide)
    row, matter, own = shown.row, shown.matter, shown.matter.get_absolute_url()
    for who in people:
        turn = shown.turn({"group": "applicant"}.get(who, who))
        text = shown.page(who, own, "配達の事例", row.label, "毎週、30軒を回りました。")
        assert ("いまは、あなたの番です" in text) == turn, who
        me = shown.page(who, "/me/")
        assert (row.next_task and f">{row.next_task}</a>" in me or False) == turn, who
    shown.there("department", f"/projects/cases/{matter.pk}/", "下書きを直す", matter.may("write"))
    shown.admin("secretariat", "projects/casedraft", "配達の事例", query="status__exact")
    shown.steps(lambda step: f"{own}step/{step.name}/")
