"""Two decisions at once stay within the budget; two presses of one payment are one payment."""

from django.core.exceptions import ValidationError

from projects.grants.models import Grant
from projects.grants.scheme_models import GrantRule
from tests.races import ON_POSTGRESQL, ends

from .build import World, doc, line_sums, paid

pytestmark = ON_POSTGRESQL


def test_two_decisions_at_once_do_not_exceed_the_budget():
    world = World()
    GrantRule.objects.update(budget_total=200_000)
    grants = [world.step(world.step(world.draft(title=title), "submit"), "receive") for title in ("一つめ", "二つめ")]
    works = [
        lambda grant=grant: world.step(grant, "decide", amount=140_000, decided_lines=line_sums(grant, "budget"), **doc())
        for grant in grants
    ]
    assert ends(*works) == [ValidationError.__name__, "done"]
    assert sorted(Grant.objects.values_list("decided", flat=True), key=str) == [140_000, None]


def test_two_presses_of_one_payment_are_one():
    world = World()
    grant = world.confirmed(world.reported(world.decided()), 140_000)
    assert ends(*(lambda: world.step(grant, "pay", **paid(140_000)) for _ in range(2))) == ["Stale", "done"]
    assert grant.payments.count() == 1
