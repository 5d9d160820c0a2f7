"""Nobody gives themselves a part, and a group hears of whoever is entered as one of it."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.presenters import todos
from partners.directory.access import is_representative
from partners.models import Membership, MembershipDispute
from projects.models import PanelSeat
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
OWN = "自分の役や席は、自分では入れることも変えることもできません"


def people():
    return [build.office("secretariat")[1], build.system_admin()]


def add(client, model, **values):
    return client.post(reverse(f"admin:{model}_add"), {"since": "令和8年4月1日", **values})


def change(client, row, **values):
    model = f"{row._meta.app_label}_{row._meta.model_name}"
    return client.post(reverse(f"admin:{model}_change", args=[row.pk]), {"since": "令和8年4月1日", **values})


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_makes_themselves_a_representative_a_colleague_or_a_coordinator(client_for, which):
    me = people()[which]
    client = client_for(me)
    for body in (build.group()[0], build.office("department")[0], build.office("secretariat")[0]):
        for part in ("representative", "member"):
            answer = add(client, "partners_membership", user=me.email, partner=body.pk, part=part)
            assert answer.status_code == 200 and OWN in answer.content.decode()
    answer = add(client, "partners_assignment", user=me.email, partner=build.group()[0].pk)
    assert answer.status_code == 200 and OWN in answer.content.decode()
    assert not Membership.objects.filter(user=me, partner__office="none").exists() and not me.assignments.exists()


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_turns_a_row_into_their_own_or_changes_their_own(client_for, which):
    me = people()[which]
    client, (group, representative, _) = client_for(me), build.group()
    row = Membership.objects.get(user=representative)
    assert OWN in change(client, row, user=me.email, partner=group.pk, part="representative").content.decode()
    own = build.join(me, group, until=5)
    values = {"user": me.email, "partner": group.pk, "part": "member", "until": "2030-03-31"}
    for changes in ({}, {"part": "representative"}, {"user": representative.email}):
        assert OWN in change(client, own, **{**values, **changes}).content.decode()
    own.refresh_from_db()
    row.refresh_from_db()
    assert (own.user, own.part, own.until, row.user) == (me, "member", build.days(5), representative)


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_gives_themselves_a_seat_on_a_panel_also_not_by_copying_the_call(client_for, which):
    me = people()[which]
    client, call, judge = client_for(me), build.call(), build.user()
    address = reverse("admin:projects_call_change", args=[call.pk])
    page = client.get(address)
    values = {}
    for form in [
        page.context["adminform"].form,
        *[inline.formset.management_form for inline in page.context["inline_admin_formsets"]],
    ]:
        values |= {form.add_prefix(name): form[name].value() for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        for form in inline.formset.initial_forms:
            values |= {form.add_prefix(name): form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    seat = {"seats-TOTAL_FORMS": "1", "seats-0-email": me.email, "seats-0-since": "令和8年4月1日"}
    answer = client.post(address, {**values, **seat})
    assert answer.status_code == 200 and OWN in answer.content.decode()
    assert not PanelSeat.objects.exists()
    for person in (me, judge):
        PanelSeat.objects.create(call=call, user=person, since=build.days(-1))
    copy = reverse("admin:projects_call_copy", args=[call.pk])
    form = client.get(copy).context["form"]
    copied = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    answer = client.post(copy, {**copied, "title": "次の募集", "with_seats": "on"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert [row.user for row in PanelSeat.objects.exclude(call=call)] == [judge]


def test_on_the_server_a_part_of_ones_own_is_possible_and_the_group_is_told():
    keeper, (group, representative, _) = build.system_admin(), build.group("見本の会")
    call_command("join", keeper.email, str(group.pk), "--representative")
    assert is_representative(keeper, group)
    assert AuditEvent.objects.get(act="membership").by is None
    assert Notice.objects.filter(user=representative, title__startswith="「見本の会」の代表者に、見本 管理者さん").exists()
    with pytest.raises(CommandError):
        call_command("join", keeper.email, str(group.pk))


def entered(client_for, part="representative"):
    """(group, its representative, its member, the clerk, the stranger whom the clerk entered)"""
    clerk, stranger = build.office("secretariat")[1], build.user("知らない 人")
    group, representative, member = build.group("見本の会")
    answer = add(client_for(clerk), "partners_membership", user=stranger.email, partner=group.pk, part=part)
    assert answer.status_code == 302
    return group, representative, member, clerk, stranger


@pytest.mark.parametrize(("part", "word"), [("representative", "代表者"), ("member", "担当")])
def test_the_group_is_told_of_whoever_is_entered_as_one_of_it(client_for, part, word):
    group, representative, member, clerk, stranger = entered(client_for, part)
    title = f"「見本の会」の{word}に、知らない 人さんが加わりました"
    told = Notice.objects.filter(title=title)
    assert {notice.user for notice in told} == {representative, member, stranger}
    assert Delivery.objects.filter(subject=title).count() == 3
    assert "14日のあいだ" in told.first().body


def test_one_who_is_made_representative_later_is_told_of_too(client_for):
    group, representative, member = build.group("見本の会")
    clerk, row = build.office("secretariat")[1], Membership.objects.get(user=member)
    answer = change(client_for(clerk), row, user=member.email, partner=group.pk, part="representative")
    assert answer.status_code == 302
    title = f"「見本の会」の代表者に、{member}さんが加わりました"
    assert {notice.user for notice in Notice.objects.filter(title=title)} == {representative, member}


def test_a_doubted_representative_can_do_nothing_until_the_secretariat_has_decided(client_for):
    group, representative, member, clerk, stranger = entered(client_for)
    row = Membership.objects.get(user=stranger)
    address = f"/partners/{group.pk}/members/{row.pk}/dispute/"
    assert client_for(stranger).get(f"/partners/{group.pk}/edit/").status_code == 200
    for person, status in ((build.user(), 403), (stranger, 403), (build.office("department")[1], 403), (None, 302)):
        assert client_for(person).post(address).status_code == status
    assert "心あたりがない" in client_for(member).get(f"/partners/{group.pk}/members/").content.decode()
    assert client_for(member).get(address).status_code == 200
    for _ in range(2):  # a double click
        assert client_for(member).post(address).status_code == 302
    assert client_for(stranger).get(f"/partners/{group.pk}/edit/").status_code == 403
    assert client_for(stranger).get(f"/partners/{group.pk}/members/").status_code == 403
    told = Notice.objects.filter(key__startswith="dispute:")
    assert {notice.user for notice in told} == {representative, member, stranger, clerk}
    assert AuditEvent.objects.get(act="dispute").note == "代表者：心あたりがない"
    page = reverse("admin:partners_membership_dispute", args=[row.pk])
    assert [task.url for task in todos(clerk).rows] == [page]
    # no second row beside the doubted one
    answer = add(
        client_for(clerk), "partners_membership", user=stranger.email, partner=group.pk, part="member", until="2030-03-31"
    )
    assert answer.status_code == 200 and "先に、どうするかを決めてください" in answer.content.decode()
    assert client_for(clerk).post(page, {"upheld": "yes", "why": ""}).status_code == 200
    decided = {"upheld": "yes", "why": "電話で確かめました。"}
    assert [client_for(clerk).post(page, decided).status_code for _ in range(2)] == [302, 302]
    late = client_for(clerk).post(page, {"upheld": "no", "why": "べつの理由です。"})
    assert late.status_code == 409 and "べつの理由です。" in late.content.decode()
    assert todos(clerk).rows == [] and not is_representative(stranger, group)
    row.refresh_from_db()
    assert row.until is not None and MembershipDispute.objects.get().decided_by == clerk
    assert Notice.objects.filter(key__contains=":decided:", body="理由：電話で確かめました。").count() == 4
    assert client_for(build.office("department")[1]).get(page).status_code in (403, 404)


def test_what_was_decided_about_a_doubt_is_taken_back_and_decided_anew(client_for, ten_minutes, later):
    """The wrong button: whoever was out is doubted as before, with the same last day; who has heard of it hears that it was wrong."""
    group, representative, _, clerk, stranger = entered(client_for)
    row, last = Membership.objects.get(user=stranger), build.days(100)
    Membership.objects.filter(pk=row.pk).update(until=last)
    client_for(representative).post(f"/partners/{group.pk}/members/{row.pk}/dispute/")
    page, client = reverse("admin:partners_membership_dispute", args=[row.pk]), client_for(clerk)
    waits = client.post(page, {"upheld": "yes", "why": "電話で確かめました。"}, follow=True).content.decode()
    assert "に知らせます。それまでに取り消せば、伝わりません。" in waits and "決めたことを取り消す" in waits
    undone = opened(client, page, why="べつの人でした。", undo="1")
    assert client.post(page, {**undone, "why": " "}).status_code == 200
    for _ in range(2):  # pressed twice
        assert client.post(page, undone).status_code == 302
    row.refresh_from_db()
    assert (row.until, row.suspended_at is not None, MembershipDispute.objects.get().decided_at) == (last, True, None)
    assert [task.url for task in todos(clerk).rows] == [page]
    later(minutes=11)
    assert not Notice.objects.visible_to(stranger).filter(key__contains=":decided:").exists()
    client.post(page, {"upheld": "no", "why": "議事録で確かめました。"})
    assert client_for(stranger).get(f"/partners/{group.pk}/edit/").status_code == 200
    old = client.post(page, {**undone, "why": "古い画面です。"})  # the page of the other decision
    assert old.status_code == 409 and "古い画面です。" in old.content.decode()
    later(minutes=11)
    client.post(page, opened(client, page, why="団体から電話がありました。", undo="1"))
    assert client_for(stranger).get(f"/partners/{group.pk}/edit/").status_code == 403
    later(minutes=11)
    told = Notice.objects.visible_to(stranger).latest("pk")
    assert (
        told.title == f"訂正：「{group}」の{stranger}さんについて決めたことは、まちがいでした" and "電話がありました" in told.body
    )
    # Entered again meanwhile: what was decided before stands.
    client.post(page, {"upheld": "yes", "why": "ちがう人です。"})
    build.join(stranger, group)
    assert "決めたことを取り消す" not in build.read(client, page)


def test_a_doubt_that_was_wrong_gives_the_rights_back(client_for):
    group, representative, _, clerk, stranger = entered(client_for)
    row = Membership.objects.get(user=stranger)
    client_for(representative).post(f"/partners/{group.pk}/members/{row.pk}/dispute/")
    page = reverse("admin:partners_membership_dispute", args=[row.pk])
    assert client_for(clerk).post(page, {"upheld": "no", "why": "総会の議事録で確かめました。"}).status_code == 302
    assert client_for(stranger).get(f"/partners/{group.pk}/edit/").status_code == 200


def test_who_was_entered_later_doubts_nobody_before_and_after_two_weeks_it_is_too_late(client_for):
    group, representative, member, clerk, stranger = entered(client_for)
    old, new = Membership.objects.get(user=representative), Membership.objects.get(user=stranger)
    assert client_for(stranger).post(f"/partners/{group.pk}/members/{old.pk}/dispute/").status_code == 403
    address = f"/partners/{group.pk}/members/{new.pk}/dispute/"
    for days, status in ((15, 403), (14, 302)):
        entered_at = build.timezone.now() - build.timedelta(days=days)
        Membership.objects.filter(pk=new.pk).update(entered_at=entered_at, since=build.days(-days))
        assert client_for(member).post(address).status_code == status
