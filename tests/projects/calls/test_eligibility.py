"""Who may propose: said before a group writes, asked when it sends, noted and let off in the admin."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from partners.models import Request, Signup
from projects.calls.eligibility import eligibility_of, has_attended, has_consulted, refusals_of
from projects.calls.eligibility_actions import end_waiver, note_preparation, waive
from projects.models import EligibilityWaiver, Preparation, Proposal
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        days = {"briefing_at": timezone.now() + timedelta(days=3), "briefing_place": "市役所", "consult_until": build.days(15)}
        self.call = build.call("わが町の手直し", track="town", kinds=["neighbourhood"], before="either", **days)
        self.town, self.chair, _ = build.group("見本町内会", kind="neighbourhood")
        self.club, self.leader, _ = build.group("見本クラブ", kind="civic")
        self.office, self.clerk = build.office("secretariat")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def send(client, proposal):
    page = f"/projects/proposals/{proposal.pk}/check/"
    ticked = dict.fromkeys(("agreed", "public", "clean"), "on")
    client.post(page, build.sure(client, page, version=str(proposal.version), **ticked))
    return Proposal.objects.get(pk=proposal.pk).status


def test_conditions_are_said_before_and_asked_when_it_is_sent(world, client_for):
    public = build.read(client_for(), world.call.get_absolute_url())
    assert (
        "町内会・自治会" in public and "説明会に出るか、事前に相談すること。説明会は" in public and "（市役所）です。" in public
    )
    member = client_for(world.leader)
    before = build.read(member, f"{world.call.get_absolute_url()}propose/")
    assert "この募集に提案できるのは、町内会・自治会です。" in before and "説明会か相談の記録がありません" in before
    draft = build.draft(world.club, world.leader, to=world.call)
    check = build.read(member, f"/projects/proposals/{draft.pk}/check/")
    assert "この募集の条件がそろっていません" in check and "この内容で提案を送る" not in check
    assert send(member, draft) == "draft"

    own = build.draft(world.town, world.chair, to=world.call)
    assert send(client_for(world.chair), own) == "draft"
    desk, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/came/"
    assert f"{world.call.pk}/came/" in desk.get(f"/admin/projects/call/{world.call.pk}/change/").content.decode()
    late = desk.post(address, opened(desk, address, partner=world.town.pk, kind="briefing", on=f"{build.days(1):%Y-%m-%d}"))
    assert "まだ来ていない日です。" in late.content.decode() and not Preparation.objects.exists()
    typed = opened(desk, address, partner=world.town.pk, kind="briefing", on=f"{build.days(-1):%Y/%m/%d}")
    for _ in range(2):  # a double press
        assert desk.post(address, typed).status_code == 302
    assert Preparation.objects.get().on == build.days(-1)
    assert send(client_for(world.chair), own) == "submitted"
    drop = re.search(rf"/admin/projects/call/{world.call.pk}/came/\d+/drop/", desk.get(address).content.decode())[0]
    assert desk.get(drop).status_code == 200 and Preparation.objects.exists()
    assert desk.post(drop).status_code == 302 and not Preparation.objects.exists()


def test_one_group_is_let_off_with_a_reason_and_again_not(world, client_for):
    draft = build.draft(world.club, world.leader, to=world.call)
    desk, address = client_for(world.clerk), f"/admin/projects/call/{world.call.pk}/waive/"
    page = desk.get(address).content.decode()
    assert "団体の種類" in page and "要る登録" not in page
    empty = desk.post(address, opened(desk, address, partner=world.club.pk, reason="町内会と合同のため。"))
    assert empty.status_code == 200 and "町内会と合同のため。" in empty.content.decode()
    words = {"partner": world.club.pk, "conditions": ["kinds", "before"], "reason": "町内会と合同のため。"}
    typed = opened(desk, address, **words)
    for _ in range(2):
        assert desk.post(address, typed).status_code == 302
    told = Notice.objects.get(user=world.leader)
    assert told.title == "「わが町の手直し」に、条件がそろわなくても提案できます" and "団体の種類、送る前にすること" in told.body
    assert [line.lets_send for line in eligibility_of(world.call, world.club)] == [True, True, True]
    assert "町内会と合同のため。" not in build.read(client_for(), world.call.get_absolute_url())
    assert "町内会と合同のため。" in desk.get(f"/admin/projects/call/{world.call.pk}/change/").content.decode()
    waiver = EligibilityWaiver.objects.get()
    end = f"{address}{waiver.pk}/end/"
    assert desk.post(end).status_code == 302 and desk.post(end).status_code == 302
    assert Notice.objects.filter(user=world.leader).count() == 2
    assert len(refusals_of(world.call, world.club)) == 2 and send(client_for(world.leader), draft) == "draft"
    with pytest.raises(PermissionDenied):
        waive(world.call, by=world.leader, partner=world.club, conditions=["kinds"], reason="わけ", form_key=build.uuid4())
    with pytest.raises(PermissionDenied):
        end_waiver(EligibilityWaiver.objects.create(**_row(world)), by=world.leader)


def _row(world):
    return {
        "call": world.call, "partner": world.club, "conditions": ["kinds"], "reason": "わけ", "by": world.clerk, "form_key": build.uuid4(),
    }  # fmt: skip


def test_who_came_by_a_sign_up_counts_once_the_host_says_so(world):
    event = build.event(world.office, kind="briefing", about=f"call:{world.call.pk}", about_label="見本")
    signup = build.signup(event, "", user=world.chair, state="in")
    assert not has_attended(world.call, world.town)
    Signup.objects.filter(pk=signup.pk).update(state="came")
    assert has_attended(world.call, world.town) and not has_attended(world.call, world.club)
    event.about = f"call:{world.call.pk}0"
    event.save()
    assert not has_attended(world.call, world.town)


def test_an_answered_letter_of_the_group_to_the_city_is_a_consultation(world):
    asked = Request.objects.create(
        kind="consult", to=world.office, about=f"call:{world.call.pk}", about_label="わが町の手直し", by=world.chair,
        from_partner=world.town, status="sent", form_key=build.uuid4(),
    )  # fmt: skip
    assert not has_consulted(world.call, world.town)
    Request.objects.filter(pk=asked.pk).update(answered_at=timezone.now())
    assert has_consulted(world.call, world.town) and not has_consulted(world.call, world.club)
    Request.objects.filter(pk=asked.pk).update(to=world.club)  # not an office of the city
    assert not has_consulted(world.call, world.town)


@pytest.mark.parametrize(
    ("asks", "did", "lets"),
    [
        ("briefing", ["consult"], False), ("briefing", ["briefing"], True), ("consult", ["briefing"], False), ("consult", ["consult"], True),
        ("either", ["consult"], True), ("both", ["briefing"], False), ("both", ["briefing", "consult"], True),
    ],
)  # fmt: skip
def test_what_is_asked_before(world, asks, did, lets):
    world.call.before = asks
    for kind in did:
        note_preparation(world.call, by=world.clerk, partner=world.town, kind=kind, on=build.days(0), form_key=build.uuid4())
    assert [line.lets_send for line in eligibility_of(world.call, world.town)] == [True, True, lets]
