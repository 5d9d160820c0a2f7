"""A voice is sent: by somebody signed in, by nobody, by a guest with a proven address; entered from paper; led to its desk before."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from guidelines.models import Trouble
from kyodo_portal.common.office_hours import days_ahead
from kyodo_portal.notices.models import Delivery, Notice
from projects.models import Voice
from projects.voices.actions import send_voice
from tests import build

from .build import World, client_of, theme
from .test_reading import press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_library")]
SEND = "/voices/send/"


@pytest.fixture
def world():
    return World()


def send(client, text="集会所の入口が暗くて、入りにくいです。", **said):
    return client.post(SEND, {"text": text, "form_key": str(uuid4()), **said})


def test_a_resident_sends_a_voice_and_finds_it_again(world):
    client = client_of(world.resident)
    page = build.read(client, SEND)
    assert "119番" in page and "110番" in page and "お名前" not in page
    key = str(uuid4())
    for _ in range(2):
        answer = client.post(SEND, {"text": "集会所の入口が暗くて、入りにくいです。", "may_show": "on", "form_key": key})
    voice = Voice.objects.get()
    assert answer.url == f"/voices/one/{voice.pk}/#main" and re.fullmatch(r"R\d+-V-0001", voice.number)
    assert (voice.by, voice.status, voice.channel, voice.may_show) == (world.resident, "sent", "web", True)
    assert voice.read_by == days_ahead(3)
    assert "集会所の入口が暗くて、入りにくいです。" in build.read(client, voice.get_absolute_url())
    assert voice.number in build.read(client, "/voices/mine/")
    assert Notice.objects.filter(user=world.clerk, title__contains=voice.number).exists()
    assert "集会所" not in "".join(row.title + row.body for row in Notice.objects.all())
    for who, status in ((world.clerk, 200), (world.guide, 200), (world.official, 404), (build.user(), 404)):
        assert client_of(who).get(voice.get_absolute_url()).status_code == status


def test_nobody_needs_to_say_who_they_are(world):
    answer = send(Client())
    voice = Voice.objects.get()
    assert answer.url == "/voices/send/done/#main" and voice.is_anonymous and voice.status == "sent"
    assert "3開庁日" in build.read(Client(), "/voices/send/done/")


def test_whoever_wants_an_answer_can_be_reached(world):
    answer = send(Client(), wants_answer="on")
    assert "メールアドレスか電話番号" in build.markup(answer) and "集会所の入口" in build.markup(answer)
    assert not Voice.objects.exists()
    assert send(Client(), wants_answer="on", phone="0258-12-3456").status_code == 302
    assert Voice.objects.get().phone == "0258-12-3456"


def test_a_guests_mailbox_is_proven_before_the_voice_is_sent(world):
    client = Client()
    assert send(client, mail="guest@example.jp", wants_answer="on").url == "/voices/send/code/"
    assert not Voice.objects.exists()
    body = Delivery.objects.get(to="guest@example.jp").text
    code = re.search(r"^\d{6}$", body, re.M)[0]
    wrong = "000000" if code != "000000" else "111111"
    assert "数字がちがいます" in build.markup(client.post("/voices/send/code/", {"code": wrong}))
    assert client.post("/voices/send/code/", {"code": code}).url == "/voices/send/done/#main"
    assert client.post("/voices/send/code/", {"code": code}).url == "/voices/send/done/#main"  # a second press
    assert client.post("/voices/send/code/", {"code": wrong}).url == "/voices/send/"
    assert Voice.objects.get().guest_mail == "guest@example.jp"
    assert mail.outbox == [] or "集会所" not in "".join(one.body for one in mail.outbox)


def test_what_many_say_already_is_shown_before_sending(world):
    client = client_of(world.resident)
    first = send(client, "岩沢のバスは昼の本数が少なくて困る。")
    page = build.markup(first)
    assert first.status_code == 200 and "同じような声が、もうあります" in page
    assert f'href="/voices/{world.topic.pk}/me-too/"' in page and "岩沢のバスは昼の本数が少なくて困る。" in page
    assert not Voice.objects.exists()
    assert send(client, "岩沢のバスは昼の本数が少なくて困る。", checked="on").status_code == 302


def test_what_is_no_collaboration_is_led_to_its_desk_and_goes_there_if_sent_anyway(world):
    Trouble.objects.filter(key="yane-yuki").update(desk="交通課", words="街灯、外灯", search_text="街灯外灯")
    client = client_of(world.resident)
    text = "街灯が切れています。"
    page = build.markup(send(client, text))
    assert "市の課が受け持つことかもしれません" in page and "交通課" in page and not Voice.objects.exists()
    unsaid = send(client, text, checked="on")
    assert unsaid.status_code == 200 and not Voice.objects.exists()
    send(client, text, checked="on", trouble="yane-yuki", theme=theme().pk)
    voice = Voice.objects.get()
    assert (voice.status, voice.route, voice.routed_to, voice.topic) == ("routed", "trouble", world.department, None)
    assert client_of(world.official).get(voice.get_absolute_url()).status_code == 200
    send(client_of(build.user()), text, checked="on", trouble="none")
    assert Voice.objects.latest("pk").status == "sent"


def test_the_secretariat_enters_what_came_on_paper(world):
    client = client_of(world.clerk)
    day = build.days(-2)
    said = {"channel": "paper", "received_on": day.isoformat(), "text": "道がくらい。", "wants_answer": "on"}
    refused = client.post("/voices/file/", {**said, "form_key": str(uuid4())})
    assert "「返事がほしい」のしるしを外して、返事は手紙で出してください。" in build.markup(
        refused
    ) and "道がくらい。" in build.markup(refused)
    key = str(uuid4())
    for _ in range(2):
        client.post("/voices/file/", {**said, "phone": "0258-12-3456", "form_key": key})
    voice = Voice.objects.get()
    assert (voice.channel, voice.received_on, voice.entered_by, voice.by) == ("paper", day, world.clerk, None)
    assert voice.read_by == days_ahead(3, day)
    assert client_of(world.official).get("/voices/file/").status_code == 403
    press(client, voice, "unfile")  # it was a letter of somebody else's
    assert "入れまちがいとして外しました" in build.read(client, voice.get_absolute_url())
    press(client, voice, "undo_unfile")
    assert Voice.objects.get().status == "sent"


def test_only_who_may_enter_a_voice_is_led_there_from_the_list(world):
    led = {name: 'href="/voices/file/"' in client.get("/voices/").text for name, client in (
        ("anybody", Client()), ("secretariat", client_of(world.clerk)), ("resident", client_of(build.user())),
    )}  # fmt: skip
    assert led == {"anybody": False, "secretariat": True, "resident": False}


def test_there_is_a_limit_a_day(world):
    for number in range(2):  # the first day of an account
        send_voice(by=world.resident, text=f"声{number}", form_key=uuid4())
    with pytest.raises(ValidationError, match="今日とどけられる声の数（2件）"):
        send_voice(by=world.resident, text="もうひとつ", form_key=uuid4())
    page = build.markup(send(client_of(world.resident), "もうひとつの声。"))
    assert "今日とどけられる声の数" in page and "もうひとつの声。" in page
