"""People of a group are invited by mail: 代表, 担当, 閲覧; who only reads writes nothing."""

import re

import pytest

from kyodo_portal.accounts.models import Invitation
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.presenters import todos
from partners.directory.access import is_representative, is_writer
from partners.models import Membership
from projects.calls.parties import People
from tests import build
from tests.accounts.people import make_user

pytestmark = pytest.mark.django_db
NEW = "kaikei@example.jp"


def page_of(group):
    return f"/invite/member/{group.pk}/"


def send(client, group, **said):
    form = client.get(page_of(group)).context["form"]
    return client.post(page_of(group), {"email": NEW, "part": "member", "form_key": form["form_key"].value(), **said})


def token(to=NEW):
    return re.search(r"/accounts/invitation/(\S+)/", Delivery.objects.filter(to=to, subject__contains="招待").latest("pk").text)[
        1
    ]


def taken_by(client_for, user):
    return client_for(user).post(f"/accounts/invitation/{token(user.email)}/")


def test_a_treasurer_without_an_account_is_invited_by_the_chair(client_for):
    group, chair, member = build.group("北町内会")
    client = client_for(chair)
    assert f'href="{page_of(group)}"' in build.read(client, f"/partners/{group.pk}/members/")
    assert send(client, group).status_code == 302
    assert NEW in build.read(client, page_of(group))
    page = build.read(client_for(), f"/accounts/invitation/{token()}/")
    assert "「北町内会」の担当" in page and NEW not in page
    comer = make_user(NEW)
    assert taken_by(client_for, comer).url == "/me/" and taken_by(client_for, comer).url == "/me/"
    row = Membership.objects.get(user=comer)
    assert (row.partner, row.part, row.since, row.until) == (group, "member", build.days(0), None)
    assert Notice.objects.filter(user=member, title="「北町内会」の担当に、見本 花子さんが加わりました").count() == 1


def test_an_invitation_to_somebody_of_the_group_changes_the_part(client_for):
    group, chair, _ = build.group()
    comer = make_user(NEW)
    old = build.join(comer, group, since=-30)
    send(client_for(chair), group, part="representative")
    taken_by(client_for, comer)
    old.refresh_from_db()
    new = Membership.objects.get(user=comer, until=None)
    assert (old.until, new.part, new.since) == (build.days(-1), "representative", build.days(0))
    assert is_representative(comer, group)


def test_the_only_representative_is_never_made_a_reader(client_for):
    group, _, _ = build.group()
    office, clerk = build.office("secretariat")
    chair = make_user(NEW)
    Membership.objects.filter(partner=group, part="representative").update(user=chair)
    send(client_for(clerk), group, part="viewer", proof="phone", checked_on=f"{build.days(0):%Y-%m-%d}")
    assert taken_by(client_for, chair).status_code == 404
    assert is_representative(chair, group)


def test_whose_representative_left_has_invited_nobody(client_for):
    group, chair, _ = build.group()
    send(client_for(chair), group)
    Membership.objects.filter(user=chair).update(until=build.days(-1))
    assert client_for(make_user(NEW)).get(f"/accounts/invitation/{token()}/").status_code == 404


def test_who_may_invite_and_take_back(client_for):
    group, chair, member = build.group()
    _, clerk = build.office("secretariat")
    office, official = build.office("department")
    send(client_for(chair), group)
    row = Invitation.objects.get()
    assert [client_for(one).get(page_of(group)).status_code for one in (chair, member, clerk, official)] == [200, 403, 200, 403]
    build.join(clerk, group)
    clerk.forget_rights()
    assert client_for(clerk).get(page_of(group)).status_code == 403  # not in one's own group
    assert client_for(chair).get(f"/invite/member/{office.pk}/").status_code == 404
    assert client_for(chair).get("/invite/nai/1/").status_code == 404
    assert client_for(member).post(f"{page_of(group)}{row.pk}/withdraw/").status_code == 403
    assert client_for(chair).post(f"{page_of(group)}{row.pk}/withdraw/").status_code == 302
    assert client_for(make_user(NEW)).get(f"/accounts/invitation/{token()}/").status_code == 404


@pytest.fixture
def read_only():
    """(the group, its chair, who only reads there)"""
    group, chair, _ = build.group("読み手の会")
    reader = build.user("見本 読み手")
    build.join(reader, group, Membership.Part.VIEWER)
    return group, chair, reader


def test_who_only_reads_finds_the_draft_and_writes_nothing(client_for, read_only):
    group, chair, reader = read_only
    call = build.call()
    assert not is_writer(reader, group)
    client = client_for(reader)
    assert client.post(f"/projects/calls/{call.pk}/propose/", {"partner": group.pk}).status_code in (403, 404)
    page = build.draft(group, chair, to=call).get_absolute_url()
    assert "通学路の花いっぱい見守り" in build.read(client, page)
    assert client.get(f"{page}edit/idea/").status_code == 403 == client.post(f"{page}edit/idea/", {}).status_code


def test_who_only_reads_reads_the_year_and_is_nobodys_turn(client_for, read_only):
    group, _, reader = read_only
    office, official = build.office("department")
    cycle = build.cycle(group, office, official)
    page = cycle.get_absolute_url()
    client = client_for(reader)
    assert client.get(page).status_code == 200
    for part in ("plan/", "updates/new/", "meetings/new/", "report/"):
        assert client.get(f"{page}{part}").status_code == 403, part
    assert todos(reader).rows == [] and reader not in People().of(f"p{group.pk}")


def test_who_only_reads_is_barred_from_the_citys_side_like_the_others(client_for, read_only):
    group, chair, _ = read_only
    _, clerk = build.office("secretariat")
    build.registration(chair)
    before = [task.party for task in todos(clerk).rows]
    assert "s" in before
    build.join(clerk, chair.memberships.order_by("-pk").first().partner, Membership.Part.VIEWER)
    clerk.forget_rights()
    assert todos(clerk).rows == []
