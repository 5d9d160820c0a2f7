"""How a collaboration comes into the ledger: from a proposal, or straight from a department."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from projects.ledger.adoption_actions import open_from_proposal
from projects.models import Project
from tests import build

from .build import World, adopted_proposal, partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


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


def test_a_small_form_that_is_over_goes_through_its_steps(world):
    cycle = world.cycle(small=True, is_over=True)
    assert [change.step for change in cycle.changes.all()] == ["start_small", "finish_small"]
    assert cycle.status == "improving"
    with pytest.raises(ValidationError):
        world.entry(is_over=True)
