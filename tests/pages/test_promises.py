"""開庁日の約束: the city's own number of days holds from a day on, and what was promised before that day stays."""

import pytest
from django.test import Client
from django.utils import timezone

from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.office_hours import days_ahead
from kyodo_portal.process.models import Promise
from partners.models import Registration
from projects.voices.actions import send_voice
from tests import build

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/process/promise/add/", "/admin/process/promise/"


def test_the_secretariat_promises_other_days_from_a_day_on(client_for):
    _, official = build.office("secretariat")
    _, clerk = build.office("department")
    desk, tomorrow = client_for(official), build.days(1)
    for wrong, why in (
        ({"days": "0", "since": tomorrow}, "1 以上"),
        ({"days": "2", "since": build.days(0)}, "あすか、それより後の日にしてください。"),
        ({"days": "2", "since": "きのう"}, "きのう"),
    ):
        assert why in build.markup(desk.post(ADD, {"kind": "voice", **wrong}))
    assert client_for(clerk).get(LIST).status_code == 403 and not Promise.objects.exists()
    assert desk.post(ADD, {"kind": "voice", "days": "2", "since": tomorrow}).status_code == 302
    assert "3開庁日" in build.read(Client(), "/voices/send/") and "3開庁日" in build.read(desk, LIST)
    row = Promise.objects.get()
    Promise.objects.update(since=build.days(-1))  # two days later
    assert "2開庁日のうちに読みます" in build.read(Client(), "/voices/send/")
    assert "2開庁日のうちに読みます" in build.read(Client(), "/voices/send/done/")
    assert desk.get(f"{LIST}{row.pk}/delete/").status_code == 403
    assert desk.post(f"{LIST}{row.pk}/change/", {"kind": "voice", "days": "9", "since": tomorrow}).status_code == 403
    voice = send_voice(by=build.user(), text="入口が暗いです。", form_key=build.uuid4())
    assert voice.read_by == days_ahead(2)


def test_who_was_told_seven_days_keeps_them(client_for):
    body, _, _ = build.group("川町内会")
    person = client_for(build.user("見本 三郎"))
    page = f"/partners/{body.pk}/claim/"
    assert "7開庁日のあいだ「違う」" in build.read(person, page)
    person.post(page, {"form_key": person.get(page).context["form"]["form_key"].value()})
    claim = Registration.objects.claims().get()
    Promise.objects.create(kind="claim", days=3, since=build.days(1))
    assert claim.last_day_to_object == add_working_days(build.days(0), 7)
    Promise.objects.update(since=build.days(0))
    claim = Registration.objects.claims().get()
    assert claim.last_day_to_object == add_working_days(timezone.localdate(claim.submitted_at), 3)
    assert "3開庁日のあいだ「違う」" in build.read(client_for(build.user("見本 四郎")), page)
