"""A rule that is used changes no more, whoever writes; what is even is settled by itself."""

import copy

import pytest
from django.db import IntegrityError, connection, transaction

from projects.grants import freeze
from projects.grants.models import Grant
from projects.grants.scheme_models import GrantRule
from tests import build

from .build import World, paid

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def now(grant):
    return Grant.objects.get(pk=grant.pk)


@pytest.mark.parametrize("change", [{"cap": 400_000}, {"rate_den": 3}, {"grounds": "ほか"}])
def test_the_database_freezes_a_used_rule_and_its_costs(world, change):
    """Whoever writes: what there is to give and the days stay open, and so does a rule that nobody used."""
    assert freeze.missing_triggers(connection) == []
    rules, costs = GrantRule.objects.filter(pk=world.rule.pk), world.rule.costs.filter(name="食糧費")
    assert rules.update(cap=300_000) and costs.update(share_max_percent=10)
    world.step(world.draft(), "submit")
    for write in (
        lambda: rules.update(**change),
        lambda: costs.update(share_max_percent=50),
        lambda: costs.delete(),
        lambda: world.rule.costs.create(name="旅費"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert rules.update(budget_total=2_000_000, closes_on=build.days(30)) and costs.update(order=9)


def test_what_is_even_is_settled_by_itself_and_goes_back_with_the_confirmation(world, client_for):
    grant = world.step(world.decided(), "ask_advance", amount=100_000, reason="材料")
    grant = world.step(grant, "pay_advance", **paid(100_000))
    grant = world.confirmed(world.reported(grant, spent=200_000, own=100_000), 100_000)
    grant = now(grant)
    assert (grant.status, grant.last_step.step) == ("settled", "settle")
    page = build.read(client_for(world.leader), grant.get_absolute_url())
    assert "支払った額と確定額が同じなので、精算が終わりました。" in page
    grant = world.step(grant, "undo_settle", by=world.clerk, reason="読みちがい")
    assert (now(grant).status, now(grant).confirmed) == ("inspected", None)
