"""The secretariat announces a meeting, cancels it, publishes its minutes, hands out papers; each press can be taken back."""

import copy
import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kyodo_portal.notices.models import News, Notice
from partners.models import Event
from projects.committees.meeting_models import CommitteeMeeting
from projects.models import EventRecord, MeetingPaper
from tests import build

from .build import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def press(client, meeting, what, **said):
    return client.post(f"/committees/meetings/{meeting.pk}/{what}/", said)


def test_an_announced_meeting_is_an_event_and_its_members_are_told(world, client_for, client):
    row, clerk = world.meeting(20, number=4), client_for(world.clerk)
    assert "会議を知らせる" in build.read(clerk, f"/committees/meetings/{row.pk}/announce/")
    assert press(clerk, row, "announce").status_code == press(clerk, row, "announce").status_code == 302
    event = Event.objects.get()
    assert (event.title, event.kind, event.about) == (
        "協働推進委員会 第4回の会議", "meeting", f"committee:{world.committee.pk}",
    )  # fmt: skip
    assert "第4回の会議" in build.read(client, world.committee.get_absolute_url())
    assert "第4回の会議" in build.read(client, "/events/")
    assert Notice.objects.filter(user=world.member).count() == 1
    assert press(clerk, row, "unannounce").status_code == 302
    assert client.get(row.get_absolute_url()).status_code == 404
    assert "第4回の会議" not in build.read(client, "/events/")
    assert press(clerk, row, "announce").status_code == 302 and Event.objects.count() == 1


def test_whoever_wants_to_listen_signs_up_and_reads_later_what_became_of_what_was_said(world, client_for, client):
    row, clerk = world.meeting(20, number=4), client_for(world.clerk)
    assert press(clerk, row, "announce", seats="10").status_code == 302
    event = Event.objects.get()
    assert (event.signup, event.capacity) == ("web", 10)
    assert f'href="/events/{event.pk}/signup/"' in build.read(client, row.get_absolute_url())
    assert f'href="/events/{event.pk}/signups/"' in build.read(clerk, row.get_absolute_url())
    closed = world.meeting(21, closed_why="個人の情報を話すため")
    assert "傍聴の席" not in build.read(clerk, f"/committees/meetings/{closed.pk}/announce/")
    past = timezone.now() - datetime.timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past + datetime.timedelta(hours=1))
    said = {"text": "夜にも開いてほしい。", "effect": "reflected", "answer": "次は夜に開きます。", "is_public": "on"}
    clerk.post(f"/events/{event.pk}/record/remarks/new/", {**said, "form_key": str(uuid.uuid4())})
    EventRecord.objects.create(event=event, visitors=3, by=world.clerk, published_at=timezone.now())
    page = build.read(client, row.get_absolute_url())
    assert "出た意見と、市の考え" in page and "次は夜に開きます。" in page and "傍聴の申込みへ" not in page


def test_fewer_than_seven_days_ahead_it_says_why(world, client_for, client):
    row, clerk = world.meeting(6), client_for(world.clerk)
    assert "あと6日です" in build.read(clerk, f"/committees/meetings/{row.pk}/announce/")
    assert "おそく知らせるわけ" in build.markup(press(clerk, row, "announce"))
    press(clerk, row, "announce", late_why="急な案件のため")
    assert "急な案件のため" in build.read(client, row.get_absolute_url())
    near = world.meeting(7)
    assert press(clerk, near, "announce").status_code == 302


@pytest.mark.parametrize(
    "fields, said", [({"place": ""}, "場所が入っていません"), ({"starts": None, "ends": None}, "何時から何時まで"), ({"on": -1}, "開く日がすぎています")]
)  # fmt: skip
def test_what_is_missing_is_said(world, client_for, fields, said):
    row = world.meeting(**{"on": 20, **fields})
    answer = press(client_for(world.clerk), row, "announce", late_why="急なため")
    assert said in build.markup(answer) and CommitteeMeeting.objects.get(pk=row.pk).announced_at is None


def test_a_cancelled_meeting_says_why_and_is_held_after_all(world, client_for, client):
    row, clerk = world.meeting(20, announced=True), client_for(world.clerk)
    press(clerk, row, "cancel", why="大雪のため")
    assert "大雪のため" in build.read(client, row.get_absolute_url())
    calendar = client.get("/committees.ics").text
    assert "STATUS:CANCELLED" in calendar and "SUMMARY:とりやめ：" in calendar and "TZID" not in calendar
    assert Event.objects.get().is_cancelled
    press(clerk, row, "hold")
    assert "大雪のため" not in build.read(client, row.get_absolute_url()) and not Event.objects.get().is_cancelled


def test_a_closed_meeting_says_why_and_is_none_to_listen_to(world, client):
    row = world.meeting(20, announced=True, closed_why="個人の情報を話すため（要綱第6条）")
    page = build.read(client, row.get_absolute_url())
    assert "個人の情報を話すため" in page and "だれでも傍聴できます" not in page
    assert not CommitteeMeeting.objects.open_to_all().exists()


def test_minutes_are_published_and_taken_back(world, client_for, client):
    row, clerk = world.meeting(-10, announced=True, minutes=""), client_for(world.clerk)
    assert "議事のまとめが空です" in build.markup(press(clerk, row, "minutes"))
    CommitteeMeeting.objects.filter(pk=row.pk).update(minutes="話したこと")
    press(clerk, row, "minutes")
    assert News.objects.get(kind="committee").title == "協働推進委員会 会議の会議録を公表しました"
    assert "話したこと" in build.read(client, row.get_absolute_url())
    press(clerk, row, "minutes/withdraw")
    assert "話したこと" not in build.read(client, row.get_absolute_url()) and not News.objects.filter(kind="committee").exists()


def test_papers_are_read_by_everybody_once_the_meeting_is_announced(world, client_for, client):
    row, clerk = world.meeting(20), client_for(world.clerk)
    key = str(uuid.uuid4())
    for _ in range(2):
        file = SimpleUploadedFile("shiryo.pdf", PDF, "application/pdf")
        press(clerk, row, "papers/new", label="資料1", file=file, is_public="on", form_key=key)
    file = SimpleUploadedFile("naibu.pdf", PDF + b"%", "application/pdf")
    press(clerk, row, "papers/new", label="委員だけの資料", file=file, form_key=str(uuid.uuid4()))
    shown, inside = MeetingPaper.objects.order_by("pk")
    assert client.get(f"/committees/papers/{shown.pk}/").status_code == 404
    press(clerk, row, "announce")
    assert client.get(f"/committees/papers/{shown.pk}/").status_code == 200
    assert client.get(f"/committees/papers/{inside.pk}/").status_code == 404
    page = build.read(client, row.get_absolute_url())
    assert "資料1" in page and "委員だけの資料" not in page
    clerk.post(f"/committees/papers/{shown.pk}/remove/")
    assert client.get(f"/committees/papers/{shown.pk}/").status_code == 404
    clerk.post(f"/committees/papers/{shown.pk}/back/")
    assert client.get(f"/committees/papers/{shown.pk}/").status_code == 200


def test_another_day_of_an_announced_meeting_is_told(world, client_for, client):
    row, clerk = world.meeting(20, announced=True), client_for(world.clerk)
    page = f"/admin/projects/committeemeeting/{row.pk}/change/"
    answer = clerk.get(page)
    said = {name: "" if value is None else value for name, value in answer.context["adminform"].form.initial.items()}
    said |= {"row_token": answer.context["row_token"], "on": build.days(25).isoformat(), "starts": "13:30", "ends": "15:00"}
    assert clerk.post(page, said).status_code == 302
    assert Event.objects.get().day == build.days(25)
    assert Notice.objects.filter(user=world.member, title__contains="日時か場所が変わりました").exists()
    answer = clerk.post(page, {**said, "row_token": clerk.get(page).context["row_token"], "place": ""})
    assert "空にできません" in build.markup(answer)


def test_only_the_secretariat_announces(world, client_for):
    row = world.meeting(20)
    assert press(client_for(world.official), row, "announce").status_code == 403
    assert press(client_for(world.member), row, "announce").status_code == 404
    assert press(client_for(None), row, "announce").status_code == 302
