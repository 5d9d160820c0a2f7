"""審査委員 and 委員 are prepared before they have an account: by mail, once, by the secretariat alone."""

import re

import pytest

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery
from projects.calls.access import has_seat
from projects.committees.access import committees_of
from projects.models import Committee, CommitteeSeat, PanelSeat
from tests import build
from tests.accounts.people import make_user

pytestmark = pytest.mark.django_db
NEW = "iin@example.jp"


def send(client, page, **said):
    form = client.get(page).context["form"]
    return client.post(page, {"email": NEW, "form_key": form["form_key"].value(), **said})


def address():
    text = Delivery.objects.filter(to=NEW, subject__contains="招待").latest("pk").text
    return re.search(r"/accounts/invitation/\S+/", text)[0]


def test_a_member_of_the_panel_gets_the_seat_by_accepting(client_for):
    _, clerk = build.office("secretariat")
    call = build.call("雪の募集")
    page = f"/invite/seat/{call.pk}/"
    client = client_for(clerk)
    assert page in build.read(client, f"/admin/projects/call/{call.pk}/change/")
    assert send(client, page, since=build.days(3).isoformat(), until=build.days(40).isoformat()).status_code == 302
    judge = make_user(NEW)
    assert "「雪の募集」の審査委員の席（" in build.read(client_for(judge), address())
    for _ in range(2):
        assert client_for(judge).post(address()).url == "/me/"
    seat = PanelSeat.objects.get(user=judge)
    assert (seat.call, seat.since, seat.until) == (call, build.days(3), build.days(40)) and not has_seat(judge, call)
    assert AuditEvent.objects.filter(act="rights", by=clerk, person=judge.pk).count() == 1


def test_who_sat_and_was_ended_does_not_come_back_by_an_old_mail(client_for):
    _, clerk = build.office("secretariat")
    call = build.call()
    send(client_for(clerk), f"/invite/seat/{call.pk}/", since=build.days(0).isoformat(), until="")
    judge = make_user(NEW)
    PanelSeat.objects.create(call=call, user=judge, since=build.days(-9), until=build.days(-1))
    assert client_for(judge).post(address()).status_code == 404 and not has_seat(judge, call)


def test_a_seat_of_a_committee_gets_its_account(client_for):
    _, clerk = build.office("secretariat")
    committee = Committee.objects.create(name="推進委員会")
    seat = CommitteeSeat.objects.create(committee=committee, name="見本 委員", category="open", since=build.days(-1))
    page, client = f"/invite/committee/{seat.pk}/", client_for(clerk)
    assert page in build.read(client, f"/admin/projects/committee/{committee.pk}/change/")
    assert send(client, page).status_code == 302
    sitting = make_user(NEW)
    assert "「推進委員会」の委員の席（見本 委員さん）" in build.read(client_for(sitting), address())
    assert client_for(sitting).post(address()).url == "/me/" and committees_of(sitting) == {committee.pk}
    assert client.get(page).status_code == 403  # it has one now
    official = build.office("department")[1]
    assert client_for(official).get(f"/invite/seat/{build.call().pk}/").status_code == 403
    assert client_for(sitting).get(page).status_code == 404
