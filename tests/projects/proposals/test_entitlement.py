"""A call asks for what a registration gives: it is said before, asked when the proposal is sent, and may be let off with a reason."""

import pytest
from django.core.exceptions import ValidationError

from partners.models import Partner
from partners.rules.models import rule_in_force
from projects.calls.eligibility_actions import waive
from projects.proposals.formal_checks import form_checks
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "until", "given"),
    [("civic", None, True), ("civic", -1, False), ("civic", 0, True), ("company", None, False), ("", None, False)],
)
def test_only_a_group_that_has_what_the_call_asks_for_can_send(client_for, kind, until, given):
    group, representative, _ = build.group()
    rule = rule_in_force(kind) if kind else None
    Partner.objects.filter(pk=group.pk).update(rule=rule, valid_until=None if until is None else build.days(until))
    call = build.call(entitlement="grant")
    page = client_for().get(f"/projects/calls/{call.pk}/").content.decode()
    assert "「補助の応募」が使える登録をした団体" in page
    body = Partner.objects.get(pk=group.pk)
    if not given:
        with pytest.raises(
            ValidationError, match="登録で使えるもの：補助の応募：使えません。「補助の応募」が使える登録が要ります"
        ):
            build.submitted(body, representative, to=call)
        _, clerk = build.office("secretariat")
        words = {"conditions": ["entitlement"], "reason": "登録の種類を直しているところのため。"}
        waive(call, by=clerk, partner=body, form_key=build.uuid4(), **words)
    proposal = build.submitted(body, representative, to=call)
    found = next(check for check in form_checks(proposal) if check.label == "登録で使えるもの：補助の応募")
    assert found.ok and found.note == (
        "使えます" if given else "使えません（免じました。理由：登録の種類を直しているところのため。）"
    )
