"""招待: staff are prepared before they have an account; only the mailbox that was written to can take the place, once."""

import datetime
import re

import pytest
from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import accept, hash_of
from kyodo_portal.accounts.models import Invitation
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery
from kyodo_portal.personal.retention_actions import clean_daily
from partners.directory.access import is_city_staff
from partners.models import Membership
from tests import build

from .people import make_user

pytestmark = pytest.mark.django_db
PAGE = "/staff/invitations/"
NEW = "shinjin@example.jp"


@pytest.fixture
def hall(client_for):
    """(the secretariat's client, its official, the office that waits for somebody)"""
    _, clerk = build.office("secretariat")
    office, _ = build.office("department", name="雪の課")
    return client_for(clerk), clerk, office


def send(client, office, **said):
    form = client.get(PAGE).context["form"]
    values = {"email": NEW, "office": office.pk, "part": "promoter", "since": build.days(5).isoformat(), "until": ""}
    return client.post(PAGE, {**values, "form_key": form["form_key"].value(), **said})


def token(to=NEW):
    return re.search(r"/accounts/invitation/(\S+)/", Delivery.objects.filter(to=to).latest("pk").text)[1]


def test_somebody_without_an_account_takes_the_place_later(client_for, hall):
    chief, clerk, office = hall
    assert send(chief, office).status_code == 302
    row, key = Invitation.objects.get(), token()
    assert row.token_hash == hash_of(key) and key not in str(row.__dict__)
    assert key not in Delivery.objects.latest("pk").body  # it lies there encrypted
    assert "はじめての人は、同じ画面の「はじめて使う」から始められます。" in Delivery.objects.latest("pk").text
    address = f"/accounts/invitation/{key}/"
    anybody = client_for()
    page = build.read(anybody, address)
    assert "雪の課の協働推進員（" in page and "s•••@example.jp" in page and NEW not in page
    assert anybody.post(address).url == f"/accounts/login/?next={address}"
    newcomer = make_user(NEW)
    client = client_for(newcomer)
    assert "受ける" in build.read(client, address) and not Membership.objects.filter(user=newcomer).exists()
    assert client.post(address).url == "/me/" and client.post(address).url == "/me/"  # pressed twice
    place = Membership.objects.get(user=newcomer)
    assert (place.partner, place.part, place.since, place.until) == (office, "promoter", build.days(5), None)
    assert not is_city_staff(newcomer)  # not before the day
    row.refresh_from_db()
    assert row.accepted_by == newcomer and "もう受けています" in build.read(client, address)
    assert set(AuditEvent.objects.filter(act__in=("invite", "membership")).values_list("act", "by")) == {
        ("invite", clerk.pk), ("membership", clerk.pk),
    }  # fmt: skip
    assert client_for(make_user("hoka@example.jp")).get(address).status_code == 404  # used


def test_another_mailbox_an_unproven_one_and_the_inviter_take_nothing(client_for, hall):
    chief, clerk, office = hall
    send(chief, office)
    address = f"/accounts/invitation/{token()}/"
    other = client_for(make_user("hoka@example.jp"))
    for answer in (other.get(address), other.post(address)):
        assert answer.status_code == 403 and "s•••@example.jp" in build.markup(answer) and NEW not in build.markup(answer)
    unproven = build.user(email=NEW)
    assert client_for(unproven).post(address).status_code == 403 and not Membership.objects.filter(user=unproven).exists()
    assert "自分を招くことはできません" in build.markup(send(chief, office, email=clerk.email))


def test_a_new_one_replaces_the_old_and_what_is_withdrawn_or_old_opens_nothing(client_for, hall):
    chief, _, office = hall
    send(chief, office)
    first = token()
    send(chief, office, email=NEW.upper())
    assert "前に送った招待は、使えなくなりました" in build.read(chief, PAGE)
    second = token(NEW)
    assert client_for().get(f"/accounts/invitation/{first}/").status_code == 404
    assert client_for().get(f"/accounts/invitation/{second}/").status_code == 200
    row = Invitation.objects.open().get()
    assert NEW in build.read(chief, PAGE)
    assert chief.post(f"{PAGE}{row.pk}/withdraw/").status_code == 302
    assert client_for(make_user(NEW)).get(f"/accounts/invitation/{second}/").status_code == 404
    assert NEW not in build.read(chief, PAGE)
    send(chief, office)
    Invitation.objects.open().update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client_for().get(f"/accounts/invitation/{token()}/").status_code == 404
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=91))
    clean_daily()
    assert not Invitation.objects.exists()


def test_nobody_prepares_places_who_has_left_the_city_hall_or_was_switched_off(client_for, hall):
    chief, clerk, office = hall
    send(chief, office)
    address, newcomer = f"/accounts/invitation/{token()}/", make_user(NEW)
    client, active = client_for(newcomer), type(clerk).objects.filter(pk=clerk.pk)
    for closed, open_again in (
        (lambda: clerk.memberships.update(until=build.days(-1)), lambda: clerk.memberships.update(until=None)),
        (lambda: active.update(is_active=False), lambda: active.update(is_active=True)),
    ):
        closed()
        assert client.get(address).status_code == client.post(address).status_code == 404
        assert not newcomer.memberships.exists()
        open_again()
    clerk.memberships.update(until=build.days(-1))
    build.join(clerk, office)  # another desk of the same city
    assert client.post(address).url == "/me/" and newcomer.memberships.get().partner == office


def test_limits_and_who_may_invite(client_for, hall):
    chief, clerk, office = hall
    for number in range(20):
        send(chief, office, email=f"n{number}@example.jp")
    assert "返事を待っている招待が20件あります" in build.markup(send(chief, office)) and Invitation.objects.count() == 20
    staff = client_for(build.office("department")[1])
    assert (staff.get(PAGE).status_code, client_for(build.user()).get(PAGE).status_code) == (403, 404)
    assert staff.post(f"{PAGE}{Invitation.objects.first().pk}/withdraw/").status_code == 403
    early = send(chief, office, since=build.days(-1).isoformat(), until="むかし")
    assert early.status_code == 200 and Invitation.objects.count() == 20


def test_the_offices_with_their_people(client_for, hall, django_assert_max_num_queries):
    _, clerk, office = hall
    empty, gone = build.office("department", name="空の課")
    Membership.objects.filter(user=gone).update(until=build.days(-1))
    build.join(build.user("見本 推進"), office, "promoter", until=9)
    staff = client_for(build.user())
    assert staff.get("/staff/offices/").status_code == 404
    client = client_for(clerk)
    with django_assert_max_num_queries(12):
        text = build.read(client, "/staff/offices/")
    assert "見本 推進" in text and "だれもいません" in text
    lacking = [line.office.name for line in client.get("/staff/offices/?lacks=people").context["lines"]]
    assert lacking == ["空の課"]
    assert "雪の課" not in [row.office.name for row in client.get("/staff/offices/?lacks=promoter").context["lines"]]


def test_a_place_that_stands_already_is_not_made_twice(hall):
    _, clerk, office = hall
    there = make_user(NEW)
    build.join(there, office)
    row = Invitation.objects.create(
        kind="staff", target=str(office.pk), email=NEW, part="member", since=build.days(0), by=clerk, token_hash="x",
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    accept(row, user=there)
    assert Membership.objects.filter(user=there).count() == 1
