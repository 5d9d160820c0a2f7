"""Two decisions at once stay within the budget; two presses of one payment are one payment."""

from django.core.exceptions import ValidationError

from projects.grants.filing_actions import file_for
from projects.grants.models import Grant
from projects.grants.problems import budget_left
from projects.grants.run_actions import etag_of_change, save_change
from projects.grants.scheme_models import GrantRule
from tests import build
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


def test_two_papers_that_come_at_once_are_entered_one_after_the_other():
    world = World()
    grant = world.decided()
    said = {"what": "report", "channel": "paper", "received_on": build.days(0)}
    works = [lambda by=by: file_for(grant, by=by, form_key=build.uuid4(), **said) for by in (world.clerk, world.chief)]
    assert ends(*works) == [ValidationError.__name__, "done"]
    assert grant.filings.count() == 1


def test_a_change_and_a_decision_at_once_do_not_exceed_the_budget():
    """100,000 are left: the change wants 60,000 of them more, the decision all of them."""
    world = World()
    grant = world.decided()
    other = world.step(
        world.step(world.draft(title="二つめ", expenses=[("材料", 200_000)], difference="繰り越す"), "submit"), "receive"
    )
    GrantRule.objects.update(budget_total=240_000)
    rows = {row.side: row.pk for row in grant.lines.all()}
    save_change(grant, by=world.leader, etag=etag_of_change(grant), amounts={rows["expense"]: 400_000, rows["income"]: 200_000})
    grant = world.step(Grant.objects.get(pk=grant.pk), "ask_change", what="屋根も直す", reason="雨もり")
    works = [
        lambda: world.step(grant, "allow_change", amount=200_000, **doc()),
        lambda: world.step(other, "decide", amount=100_000, decided_lines=line_sums(other, "budget"), **doc()),
    ]
    assert ends(*works) == [ValidationError.__name__, "done"]
    assert budget_left(GrantRule.objects.get()) in (0, 40_000)


def test_two_presses_of_one_refund_are_one():
    world = World()
    grant = world.step(world.decided(), "ask_advance", amount=112_000, reason="材料")
    grant = world.step(grant, "pay_advance", **paid(112_000))
    grant = world.confirmed(world.reported(grant, spent=200_000, own=100_000), 100_000)
    grant = world.step(grant, "ask_refund", due=build.days(20), **doc())
    assert ends(*(lambda: world.step(grant, "refund", **paid(12_000)) for _ in range(2))) == ["Stale", "done"]
    assert grant.payments.filter(kind="refund").count() == 1


def test_a_rule_that_is_rewritten_while_somebody_applies_is_refused_or_applied_by():
    """Whoever is first: never is somebody judged by a rule that was rewritten behind the application."""
    world = World()
    draft = world.draft()
    works = [
        lambda: world.step(draft, "submit"),
        lambda: GrantRule.objects.filter(pk=world.rule.pk).update(cap=50_000),
    ]
    found = ends(*works)
    grant = Grant.objects.get()
    assert found.count("done") >= 1 and (grant.asked in (None, 50_000) or GrantRule.objects.get().cap == 300_000)
