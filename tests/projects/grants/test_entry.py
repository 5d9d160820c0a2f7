"""The year of a grant in the ledger: opened by the decision, carried along, reported with 額の確定, cancelled with the decision."""

import copy
import datetime

import pytest
from django.core.exceptions import ValidationError

from guidelines.models import CollaborationForm
from projects.grants.entry_actions import carry_years
from projects.grants.models import Grant
from projects.grants.scheme_models import GrantRule
from projects.models import Cycle, Project
from tests import build

from .build import YEAR, World, doc, line_sums, paid, rule

pytestmark = pytest.mark.django_db
BEGUN = {"starts_on": datetime.date(YEAR, 11, 1)}


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def year_of(grant):
    return Cycle.objects.select_related("project", "spec").get(grant=grant.pk)


def test_a_decision_enters_the_ledger_and_the_year_goes_where_the_grant_stands(world, client_for, client):
    grant = world.decided(**BEGUN)
    year = year_of(grant)
    assert (year.way, year.status, year.fiscal_year, year.city_cost, year.group_cost) == (
        "grant",
        "preparing",
        YEAR,
        140_000,
        140_000,
    )
    assert year.extra == {"scheme": "居場所づくり補助金", "decided": 140_000} and year.rests_as
    project = year.project
    assert (project.number, project.form.code, project.title) == ("R8-K-0001", "grant", "空き家の居場所")
    assert {part.partner for part in project.taking_part()} == {world.group, world.office}
    assert carry_years() == 1 and year_of(grant).status == "running"
    page = build.read(client_for(world.leader), grant.get_absolute_url())
    assert "R8-K-0001" in page and project.get_absolute_url() in page
    page = build.read(client_for(world.clerk), year.get_absolute_url())
    assert f'href="{grant.get_absolute_url()}"' in page and "補助金の手続きで進みます" in page
    grant = world.reported(grant, people=300)
    assert carry_years() == 1 and year_of(grant).status == "reporting"
    grant = world.confirmed(grant, 120_000, why_differs="条件のため")
    assert carry_years() == 1 and carry_years() == 0
    year = year_of(grant)
    assert (year.status, year.city_cost, year.people) == ("evaluating", 120_000, 300)
    report = year.report
    assert (report.income, report.expense, report.people, report.by) == (260_000, 280_000, 300, world.leader)
    assert report.done == "20回ひらき、延べ300人が来ました。"
    assert "ふりかえりをお願いします" in build.read(client_for(world.leader), "/inbox/")
    assert "空き家の居場所" in build.read(client, project.get_absolute_url())


@pytest.mark.usefixtures("ten_minutes")
def test_what_nobody_was_told_of_yet_moves_no_year(world):
    grant = world.decided(**BEGUN)
    assert (year_of(grant).status, carry_years()) == ("preparing", 0)


def test_a_decision_that_is_taken_back_goes_out_of_the_ledger_or_is_cancelled_there(world):
    grant = world.decided(**BEGUN)
    grant = world.step(grant, "undo_decide", reason="誤り")
    assert grant.cycle_id is None and not Project.objects.exists()
    again = {"amount": 140_000, "decided_lines": line_sums(grant, "budget")}
    grant = world.step(grant, "decide", **again, **doc())
    carry_years()
    grant = world.step(grant, "undo_decide", reason="誤り")
    year = year_of(grant)
    assert (year.status, year.ended_because) == ("cancelled", "市の交付決定が取り消されたためです。")
    world.step(grant, "decide", **again, **doc())
    assert year_of(grant).status == "running" and Project.objects.count() == 1


def test_renouncing_and_revoking_cancel_the_year_until_they_are_taken_back(world):
    grant = world.step(world.decided(**BEGUN), "renounce", reason="人が足りない")
    assert (year_of(grant).status, year_of(grant).ended_because) == ("cancelled", "団体が、補助金を受けずに取り下げたためです。")
    grant = world.step(grant, "undo_renounce", reason="続ける")
    assert year_of(grant).status == "preparing"
    grant = world.step(world.step(grant, "ask_advance", amount=100_000, reason="材料"), "pay_advance", **paid(100_000))
    carry_years()
    back = {"ground": "営利のとき", "reason": "売りもの", "due": build.days(20)}
    grant = world.step(grant, "revoke_paid", amount=100_000, **back, **doc())
    assert year_of(grant).status == "cancelled" and carry_years() == 0
    world.step(grant, "undo_revoke_paid", reason="誤り")
    assert year_of(grant).status == "running"


def test_next_year_of_the_same_undertaking_is_a_year_of_the_same_entry(world):
    first = world.decided(**BEGUN)
    world.rule = rule(world.scheme, YEAR + 1)
    days = {"starts_on": datetime.date(YEAR + 1, 4, 1), "ends_on": datetime.date(YEAR + 2, 3, 31)}
    second, other = world.decided(**days), world.decided(title="別の居場所", **days)
    assert year_of(second).project == year_of(first).project != year_of(other).project
    assert year_of(second).fiscal_year == YEAR + 1


def test_a_city_without_the_form_is_told_so(world):
    grant = world.step(world.step(world.draft(), "submit"), "receive")
    CollaborationForm.objects.update(code="other")
    with pytest.raises(ValidationError) as caught:
        world.step(grant, "decide", amount=140_000, decided_lines=line_sums(grant, "budget"), **doc())
    assert "協働の形態「補助・助成」が" in caught.value.messages[0]


def test_what_was_decided_before_stays_without_a_year(world):
    grant = world.decided()
    Grant.objects.filter(pk=grant.pk).update(cycle=None)
    GrantRule.objects.filter(pk=world.rule.pk).update(is_public=True)
    grant = world.confirmed(world.reported(Grant.objects.get(pk=grant.pk)), 140_000)
    assert carry_years() == 0 and grant.cycle_id is None
