"""What was said against a claim goes with the other refused applications, although nothing of a group's entry stands in it."""

import pytest

from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.process.actions import take_step
from partners.models import Registration, Takeover
from partners.registration.claim_actions import claim
from tests import build
from tests.sent import text_of

pytestmark = pytest.mark.django_db


def test_what_was_said_against_a_refused_claim_is_disposed_of():
    body, _, _ = build.group()
    row = Registration.objects.create(
        partner=body,
        purpose="claim",
        status="declined",
        created_by=build.user(),
        form_key=build.uuid4(),
        objection="知らない人です。",
    )
    Registration.objects.filter(pk=row.pk).update(status_since=build.timezone.now() - build.timedelta(days=6 * 366))
    admin = build.system_admin()
    disposal = make_disposal(year=build.days(0).year - (build.days(0).month < 4), by=admin)
    assert [item.kind for item in disposal.items.all()] == ["registration_declined"]
    dispose(disposal=disposal, by=admin)
    row.refresh_from_db()
    assert row.objection == ""


def test_a_takeover_says_of_nobody_any_more_after_three_years_and_what_was_said_against_a_proven_claim_neither(client_for):
    body, chair, _ = build.group()
    said = {
        "to_name": "次野 春子",
        "to_email": "tsugi@example.jp",
        "memo": "鍵は棚",
        "why": "届け",
        "objection": "違います",
        "answer": "確かめた",
    }
    ended = build.timezone.now() - build.timedelta(days=6 * 366)
    rows = [
        Takeover.objects.create(
            partner=body, way="mail", by=chair, by_city=True, from_user=chair, starts_on=build.days(-2000), done_at=done, objected_by=chair,
            objected_at=ended, **said,
        )
        for done in (ended, build.timezone.now(), None)
    ]  # fmt: skip
    claimed = claim(partner=body, by=build.user("見本 名乗り"), form_key=build.uuid4())
    take_step(claimed, "object", by=chair, version=claimed.version, objection="知らない人です。")
    claimed = Registration.objects.get(pk=claimed.pk)
    clerk = build.office("secretariat")[1]
    take_step(claimed, "set_aside", by=clerk, version=claimed.version, reason="議事録を見た")
    claimed = Registration.objects.get(pk=claimed.pk)
    Registration.objects.update(submitted_at=ended)  # the days in which somebody of the group may object are over
    claimed = Registration.objects.get(pk=claimed.pk)
    take_step(claimed, "prove", by=clerk, version=claimed.version, proof="met", checked_on=build.days(0))
    Registration.objects.filter(pk=claimed.pk).update(status_since=ended)
    admin = build.system_admin()
    disposal = make_disposal(year=build.days(0).year - (build.days(0).month < 4), by=admin)
    assert {(item.kind, item.target) for item in disposal.items.all()} == {
        ("takeover", rows[0].pk), ("registration_papers", claimed.pk),
    }  # fmt: skip
    dispose(disposal=disposal, by=admin)
    gone, young, waiting = Takeover.objects.order_by("pk")
    assert [getattr(gone, name) for name in said] == [""] * 6 and gone.blanked_at and gone.from_user == chair
    assert young.memo == waiting.memo == "鍵は棚"
    page = text_of(client_for(clerk).get(f"/partners/{body.pk}/takeover/"))
    assert page.count("に申し送りを消しました。") == 1 and "（名前は消しました）" in page
    assert "知らない人です。" not in str([change.kept for change in claimed.changes.all()])
