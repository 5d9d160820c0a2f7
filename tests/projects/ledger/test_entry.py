"""How a collaboration comes into the ledger: from a proposal, or straight from a department."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.pages.presenters import todos
from projects.ledger.adoption_actions import open_from_proposal
from projects.models import Project
from tests import build

from .build import World, adopted_proposal, partner, unsettled

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_an_adopted_proposal_becomes_a_published_entry_with_its_first_cycle(world):
    friend = partner("配達店組合")
    proposal = adopted_proposal(world, starts_on=datetime.date(2026, 1, 10), ends_on=datetime.date(2026, 12, 20))
    build.joined(proposal, friend)
    build.joined(proposal, partner("返事をしていない会"), state="asked")
    project = open_from_proposal(proposal, by=world.chief)
    assert project.published_at and project.title == "雪かき隊" and project.form == world.form
    sides = [(row.partner.name, row.side, row.is_lead) for row in project.participations.order_by("pk")]
    assert sides == [("ひだまりの会", "group", True), ("配達店組合", "group", False), ("福祉課", "city", True)]
    cycle = project.cycles.get()
    assert (cycle.status, cycle.fiscal_year, cycle.city_cost, cycle.group_cost) == ("preparing", 2026, 300000, 50000)
    assert (cycle.starts_on, cycle.ends_on) == (datetime.date(2026, 4, 1), datetime.date(2026, 12, 20))
    assert [row.task for row in cycle.role_shares.all()] == ["雪かき"]
    assert cycle.budget_lines.count() == 3
    assert open_from_proposal(proposal, by=world.chief) == project


def test_without_a_department_the_secretariat_stands_for_the_city(world):
    proposal = adopted_proposal(world)
    proposal.department = None
    project = open_from_proposal(proposal, by=world.chief)
    assert [row.partner for row in project.participations.filter(side="city")] == [world.centre]


def test_a_department_enters_its_own_and_nobody_elses(world):
    project = world.entry(form_key="6a0b6c2e-2b0e-4f0e-9d53-0a9f3d1d7a11")
    assert project.cycles.get().status == "preparing"
    assert world.entry(form_key="6a0b6c2e-2b0e-4f0e-9d53-0a9f3d1d7a11") == project
    for user in (world.outsider, world.representative, world.guide, world.stranger):
        with pytest.raises(PermissionDenied):
            world.entry(by=user)
    assert world.entry(by=world.chief).participations.filter(partner=world.office).exists()
    assert Project.objects.count() == 2


@pytest.mark.parametrize("code", ["joint_host", "grant", "committee", "council", "designated", "info", "volunteer"])
def test_what_is_over_is_entered_under_any_form_as_a_record(world, code):
    """One form, and nobody has anything to do: 令和5年度, whatever way the form goes."""
    cycle = world.cycle(form=unsettled(code), fiscal_year=2023, only_record=True, summary="")
    assert (cycle.status, cycle.way, [change.step for change in cycle.changes.all()]) == ("closed", "record", ["note_over"])
    assert todos(world.representative).rows == [] == todos(world.clerk).rows
    assert {notice.title for notice in world.representative.notices.all()} == {
        "あなたの団体の名前で、「見守り配達」が台帳に入り、公開されました"
    }


def test_a_name_given_is_noted_as_it_is(world):
    """後援: going on once it has begun, over after its end; before, it waits for its day."""
    year = fiscal_year(timezone.localdate())
    steps = {}
    for name, given in {"now": {}, "past": {"fiscal_year": 2024}, "coming": {"fiscal_year": year + 1}}.items():
        cycle = world.cycle(small=True, **given)
        steps[name] = cycle.status, [change.step for change in cycle.changes.all()]
    assert steps == {"now": ("running", ["note"]), "past": ("closed", ["note_over"]), "coming": ("preparing", [])}
