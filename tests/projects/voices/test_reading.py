"""Staff read a voice and lead it on; whoever said it is told, with reasons, and can take it out again."""

import re

import pytest
from django.test import Client

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from projects.models import Voice, VoiceChange
from tests import build

from .build import World, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_library")]


@pytest.fixture
def world():
    return World()


def press(client, row, name, said=None, kind="one/"):
    return press_at(client, f"/voices/{kind}{row.pk}/step/{name}/", **(said or {}))


def press_at(client, page, **said):
    """What the confirm page at this address sends, with what is said."""
    form = client.get(page).context["form"]
    return client.post(page, {"version": form.initial["version"], "etag": form.initial.get("etag") or "", **said})


def told(person):
    return [(row.title, row.body) for row in Notice.objects.filter(user=person).order_by("pk")]


def test_a_voice_is_gathered_in_words_that_staff_write(world):
    voice = world.voice("川上さんの店の前にバス停がほしい。", by=world.resident, may_show=True)
    client = client_of(world.guide)
    page = build.read(client, f"/voices/one/{voice.pk}/step/gather/")
    assert "川上さんの店の前にバス停がほしい。" in page and "岩沢のバスの本数" in page
    refused = press(client, voice, "gather", {"topic": world.topic.pk, "shown_text": "0258-12-3456に電話して"})
    assert "電話番号かメールアドレスが入っています" in build.markup(refused)
    press(client, voice, "gather", {"topic": world.topic.pk, "shown_text": "バス停が遠い。"})
    voice.refresh_from_db()
    assert (voice.status, voice.topic, voice.shown_text, voice.route) == ("gathered", world.topic, "バス停が遠い。", "topic")
    page = build.read(Client(), world.topic.get_absolute_url())
    assert "バス停が遠い。" in page and "川上" not in page
    assert any("みんなの声に入りました" in title for title, _ in told(world.resident))
    kept = str(list(VoiceChange.objects.values_list("details", "kept", "reason")))
    assert "川上" not in kept and "バス停" not in kept
    press(client, voice, "undo_gather")
    assert "バス停が遠い。" not in build.read(Client(), world.topic.get_absolute_url())
    assert "バス停が遠い。" in build.read(client, f"/voices/one/{voice.pk}/step/gather/")  # typed text is never lost


def test_without_consent_a_voice_is_only_counted(world):
    voice = world.voice(guest=True)
    client = client_of(world.clerk)
    assert client.get(f"/voices/one/{voice.pk}/step/gather/").status_code == 409
    press(client, voice, "count_in", {"topic": world.topic.pk})
    page = build.read(Client(), world.topic.get_absolute_url())
    assert "とどいた声 1" in page and "昼のバスがなくて" not in page


def test_an_area_shows_from_three_voices_on(world):
    from .build import area

    for number in range(3):
        page = build.read(Client(), world.topic.get_absolute_url())
        assert "片貝・" not in page
        world.gather(world.voice(f"声{number}", may_show=True, area=area("片貝")), f"見せる声{number}")
    assert "片貝・" in build.read(Client(), world.topic.get_absolute_url())


def test_an_office_answers_what_it_was_given_or_gives_it_back(world):
    voice = world.voice(by=world.resident, wants_answer=True)
    press(client_of(world.clerk), voice, "route", {"to": world.department.pk})
    office = client_of(world.official)
    press(office, voice, "give_back", {"why": "学校の道です。"})
    voice.refresh_from_db()
    assert (voice.status, voice.route) == ("sent", "")
    assert "もどした課" in build.read(office, voice.get_absolute_url())  # it reads it, and may take that back, until it is led on
    press(office, voice, "undo_give_back")
    press(office, voice, "give_back", {"why": "学校の道です。"})
    assert "学校の道です。" in build.read(client_of(world.clerk), voice.get_absolute_url())
    assert "学校の道です。" not in build.read(client_of(world.resident), voice.get_absolute_url())
    press(client_of(world.clerk), voice, "not_take", {"cause": "other", "memo": "まちがえました。"})
    assert office.get(voice.get_absolute_url()).status_code == 404
    press(client_of(world.clerk), voice, "undo_not_take")
    press(client_of(world.clerk), voice, "route", {"to": world.department.pk})
    press(office, voice, "answer", {"text": "来週、見に行きます。"})
    assert "来週、見に行きます。" in build.read(client_of(world.resident), voice.get_absolute_url())
    assert any("返事が届きました" in title for title, _ in told(world.resident))
    assert not any("来週" in row.subject + row.text for row in Delivery.objects.all())
    press(office, voice, "undo_answer")
    assert "来週、見に行きます。" not in build.read(client_of(world.resident), voice.get_absolute_url())
    assert "来週、見に行きます。" in build.read(office, f"/voices/one/{voice.pk}/step/answer/")


def test_what_wants_no_answer_is_noted(world):
    voice = world.voice(guest=True)
    assert [row.name for row in voice.offered_to(world.clerk) if "answer" in row.name] == []
    press(client_of(world.clerk), voice, "note")
    voice.refresh_from_db()
    assert voice.status == "noted"


def test_what_is_not_taken_up_says_why(world):
    voice = world.voice(by=world.resident)
    said = {"cause": "named", "memo": "店の名前を出さずに、書きなおしてください。"}
    press(client_of(world.clerk), voice, "not_take", said)
    (body,) = [body for title, body in told(world.resident) if "取り扱わない" in title]
    assert "わけ：人や店の名前を出して責めている" in body and "書きなおしてください。" in body
    page = build.read(client_of(world.resident), voice.get_absolute_url())
    assert "人や店の名前を出して責めている" in page and "書きなおしてください。" in page


def test_whoever_said_it_does_not_judge_it(world):
    voice = world.voice(by=world.clerk)
    client = client_of(world.clerk)
    assert client.get(f"/voices/one/{voice.pk}/step/not_take/").status_code == 403
    assert client.get(f"/voices/one/{voice.pk}/step/withdraw/").status_code == 200


def test_a_guest_reads_the_answer_by_the_address_of_the_mail_alone(world):
    voice = world.voice(guest=True, guest_mail="guest@example.jp", wants_answer=True)
    take_step(voice, "answer", by=world.clerk, version=voice.version, text="直しました。")
    sent = Delivery.objects.get(to="guest@example.jp")
    assert "直しました" not in sent.text and "バス" not in sent.text
    page = re.search(r"/voices/guest/\S+", sent.text).group()
    assert "直しました。" in build.read(Client(), page)
    assert Client().get(page[:-2] + "x/").status_code == 404
    client = Client()
    client.post(page, {"step": "withdraw_guest"})
    assert Voice.objects.get().status == "withdrawn" and client_of(world.clerk).get(voice.get_absolute_url()).status_code == 404
    client.post(page, {"step": "undo_withdraw_guest"})
    assert Voice.objects.get().status == "answered"
    assert client.post(page, {"step": "note"}).status_code == 403


def test_staff_meet_voices_and_topics_in_the_admin(world):
    voice = world.voice(by=world.resident, text="店の前がこわい。")
    client = client_of(world.clerk)
    assert voice.number in build.read(client, "/admin/projects/voice/?queue=read")
    assert "店の前がこわい。" in build.read(client, f"/admin/projects/voice/{voice.pk}/change/")
    assert "読むのを待つ声" in build.read(client, "/admin/")
    assert "岩沢のバスの本数" in build.read(client, f"/admin/projects/topic/{world.topic.pk}/change/")
    page = f"/admin/projects/voice/{voice.pk}/step/route/"
    press_at(client, page, to=world.department.pk)
    assert Voice.objects.get().status == "routed"
    assert "課が返事をする声" in build.read(client_of(world.official), "/admin/")
