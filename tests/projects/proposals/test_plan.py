"""目標 and 実施計画: written row by row, sent as they stand, met again in the first year and its report."""

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.process.actions import take_step
from projects.calls.actions import copy_call
from projects.calls.days import moved_days
from projects.ledger.adoption_actions import open_from_proposal
from projects.models import Indicator, PlannedGoal, PlannedStep, Proposal
from tests import build
from tests.projects.ledger.build import form

from .test_journey import page

pytestmark = pytest.mark.django_db


def typed(goals=(), steps=()):
    """The boxes of the page; a cell that is None is left empty."""
    data = {}
    for name, model, rows in (("goals", PlannedGoal, goals), ("steps", PlannedStep, steps)):
        data |= {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
        for number, row in enumerate(rows):
            data |= {f"{name}-{number}-{column}": cell or "" for column, cell in zip(model.COLUMNS, row, strict=True)}
    return data


def test_a_plan_is_written_kept_as_typed_and_sent_as_it_stands(client_for):
    body, representative, member = build.group()
    proposal, browser = build.draft(body, representative), client_for(member)
    url = f"/projects/proposals/{proposal.pk}/edit/plan/"
    goal = ("声をかける人をふやす", "朝に立つ人の数", "", "１８人", "たくさん")
    wrong = page(browser, url, **typed([goal], [("6月", "苗を植える", "")]), next="1")
    words = wrong.content.decode()
    assert "目標の値は" in words and "実施計画 1：" in words and "たくさん" in words
    proposal.refresh_from_db()
    assert proposal.typed["plan"]["goals"][0]["target"] == "たくさん"
    assert (
        "「目標と実施計画」に、まだ直していない入力があります。"
        in browser.get(f"/projects/proposals/{proposal.pk}/check/").content.decode()
    )

    goal = ("声をかける人をふやす", "朝に立つ人の数", "", "１８人", "40人")
    steps = [("6月", "苗を植える", "団体と市"), ("毎月", "朝の見守り", "団体")]
    assert page(browser, url, **typed([goal], steps), next="1").url == f"/projects/proposals/{proposal.pk}/edit/roles/#main"
    proposal = take_step(Proposal.objects.get(pk=proposal.pk), "submit", by=representative, version=0)
    tables = {table["key"]: table["body"] for part in proposal.revisions.get().content for table in part["tables"]}
    assert tables["goals"] == [["声をかける人をふやす", "朝に立つ人の数", "18人", "40人"]]
    assert tables["steps"] == [["6月", "苗を植える", "団体と市"], ["毎月", "朝の見守り", "団体"]]


def test_a_call_that_wants_the_plan_takes_nothing_without_it(client_for):
    body, representative, _ = build.group()
    proposal = build.draft(body, representative)
    proposal.call.asks_plan = True
    proposal.call.save()
    proposal.planned_steps.all().delete()
    browser, missing = client_for(representative), "実施計画を1行以上入れてください。"
    with pytest.raises(ValidationError, match=missing):
        take_step(proposal, "submit", by=representative, version=0)
    url = f"/projects/proposals/{proposal.pk}/edit/plan/"
    check = browser.get(f"/projects/proposals/{proposal.pk}/check/").content.decode()
    assert (
        missing in check and f"{url}#main" in check and "実施計画は、1行以上入れてください。" in browser.get(url).content.decode()
    )
    assert "期間、実施計画、役割分担、予算を書きます" in browser.get(proposal.call.get_absolute_url()).content.decode()
    page(browser, url, **typed([], [("6月", "苗を植える", "団体と市")]), next="1")
    proposal = take_step(Proposal.objects.get(pk=proposal.pk), "submit", by=representative, version=0)
    clerk = build.office("secretariat")[1]
    assert "実施計画" in client_for(clerk).get(f"/admin/projects/proposal/{proposal.pk}/change/").content.decode()
    assert copy_call(
        proposal.call, by=clerk, title="次", fiscal_year=2028, days=moved_days(proposal.call), form_key=build.uuid4()
    ).asks_plan


def test_two_units_for_one_goal_are_said_at_the_number(client_for):
    body, representative, _ = build.group()
    proposal = build.draft(body, representative)
    goal = ("花をふやす", "花の数", "株", None, "40人")
    answer = page(client_for(representative), f"/projects/proposals/{proposal.pk}/edit/plan/", **typed([goal]), next="1")
    assert "目標の値は「人」、単位は「株」になっています。どちらかにそろえてください。" in answer.content.decode()
    assert proposal.planned_goals.get().text == "見守る人をふやす"  # what stood there stays


def test_the_goals_of_an_adopted_proposal_are_those_of_its_first_year():
    body, representative, _ = build.group()
    clerk, _ = build.office("secretariat")[1], form("grant")
    proposal = build.submitted(body, representative)
    cycle = open_from_proposal(proposal, by=clerk).cycles.get()
    goal = cycle.goals.get()
    row = Indicator.objects.get(goal=goal)
    assert (goal.text, row.name, row.unit, row.baseline, row.target) == ("見守る人をふやす", "朝に立つ人の数", "人", 8, 20)
