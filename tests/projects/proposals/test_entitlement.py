"""A call asks for what a registration gives: the check of a sent proposal says whether it does."""

import pytest

from partners.models import Partner
from partners.rules.models import rule_in_force
from projects.proposals.formal_checks import form_checks
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "until", "given"),
    [("civic", None, True), ("civic", -1, False), ("civic", 0, True), ("company", None, False), ("", None, False)],
)
def test_a_proposal_says_whether_its_group_has_what_the_call_asks_for(client_for, kind, until, given):
    group, representative, _ = build.group()
    rule = rule_in_force(kind) if kind else None
    Partner.objects.filter(pk=group.pk).update(rule=rule, valid_until=None if until is None else build.days(until))
    call = build.call()
    call.entitlement = "grant"
    call.save()
    proposal = build.submitted(Partner.objects.get(pk=group.pk), representative, to=call)
    checks = {check.label: check.ok for check in form_checks(proposal)}
    assert checks["登録で使えるもの：補助の応募"] is given
    page = client_for().get(f"/projects/calls/{call.pk}/").content.decode()
    assert "「補助の応募」が使える登録をした団体が、提案できます。" in page
