"""What somebody takes back is gone everywhere at once; what is kept of a voice ends with its term."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from kyodo_portal.notices.models import Delivery, News, Notice
from kyodo_portal.pages.models import PublicPage
from kyodo_portal.pages.search_page_actions import read_pages
from kyodo_portal.personal.erasing_actions import close_account
from kyodo_portal.personal.export import archive_of
from kyodo_portal.process.actions import take_step
from projects.models import MeToo, Voice
from projects.voices.actions import set_consent
from projects.voices.topic_actions import say_me_too, show_note
from tests import build

from .build import World, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_library")]
PLANTED, NOTE = "ひみつの桜並木", "ひみつの石段"
PAGES = (
    "/", "/voices/", "/voices/numbers/", "/search/?q=ひみつ", "/feeds/topics.atom", "/feeds/news.atom", "/open-data/topics.csv",
    "/open-data/topics.json", "/sitemap.xml",
)  # fmt: skip


@pytest.fixture
def world():
    return World()


def everywhere(world):
    """Everything that everybody reads, as one text."""
    client, texts = Client(), []
    for page in (*PAGES, world.topic.get_absolute_url()):
        answer = client.get(page)
        texts.append(b"".join(answer).decode() if answer.streaming else answer.content.decode())
    texts += [row.text + row.search_text for row in PublicPage.objects.all()]
    texts += [row.title + row.summary for row in News.objects.all()] + [row.text for row in Delivery.objects.all()]
    return "".join(texts).replace("<wbr>", "")


def shown(world, **said):
    voice = world.gather(world.voice("川上の家の前の話。", by=world.resident, may_show=True, **said), PLANTED)
    read_pages()
    assert PLANTED in build.read(Client(), world.topic.get_absolute_url())
    assert PLANTED in build.read(Client(), f"/search/?q={PLANTED}")
    return voice


def test_consent_taken_back_at_ones_own_page_takes_the_words_from_everywhere(world):
    voice = shown(world)
    client = client_of(world.resident)
    assert "見せるのをやめる" in build.read(client, voice.get_absolute_url())
    client.post(f"/voices/one/{voice.pk}/consent/", {"may_show": "0"})
    assert PLANTED not in everywhere(world) and "とどいた声 1" in build.read(Client(), world.topic.get_absolute_url())
    voice.refresh_from_db()
    assert (voice.may_show, voice.shown_text) == (False, "")
    assert client_of(build.user()).post(f"/voices/one/{voice.pk}/consent/", {"may_show": "1"}).status_code == 404
    assert client_of(world.clerk).post(f"/voices/one/{voice.pk}/consent/", {"may_show": "1"}).status_code == 403


def test_a_voice_withdrawn_is_gone_from_everywhere_and_from_staff(world):
    voice = shown(world)
    take_step(voice, "withdraw", by=world.resident, version=voice.version)
    assert PLANTED not in everywhere(world) and "とどいた声" not in build.read(Client(), world.topic.get_absolute_url())
    for who in (world.clerk, world.guide):
        assert client_of(who).get(voice.get_absolute_url()).status_code == 404
    assert "取り下げた" in build.read(client_of(world.resident), "/voices/mine/")


def test_who_said_it_by_telephone_has_the_secretariat_end_the_showing(world):
    from uuid import uuid4

    from projects.voices.actions import file_voice

    said = {"channel": "phone", "received_on": build.days(0), "may_show": True, "form_key": uuid4()}
    voice = world.gather(file_voice(by=world.clerk, text="聞いた話。", **said), PLANTED)
    set_consent(voice, by=world.clerk, may_show=False)
    assert PLANTED not in everywhere(world)


def test_a_note_leaves_with_its_press(world):
    press = say_me_too(world.topic, user=world.resident, note=NOTE)
    show_note(press, by=world.clerk, is_shown=True)
    read_pages()
    assert NOTE in everywhere(world)
    client_of(world.resident).post(f"/voices/{world.topic.pk}/me-too/", {"back": "1"})
    assert NOTE not in everywhere(world)


def test_ones_own_data_hold_voices_and_presses_and_a_closed_account_leaves_neither(world):
    voice = shown(world)
    take_step(
        world.voice("返事がほしい話。", by=world.resident, wants_answer=True), "answer", by=world.clerk, version=1, text="済み。"
    )
    say_me_too(world.topic, user=world.resident, note=NOTE)
    with ZipFile(BytesIO(archive_of(world.resident))) as pack:
        data = json.loads(pack.read("data.json"))
    assert [row["声"] for row in data["声"]] == ["川上の家の前の話。", "返事がほしい話。"] and data["声"][1]["返事"] == "済み。"
    assert [row["ひとこと"] for row in data["わたしも"]] == [NOTE]
    close_account(user=world.resident, by=world.resident)
    voice.refresh_from_db()
    assert not MeToo.objects.exists() and (voice.by, voice.text, voice.shown_text) == (None, "", "")
    assert PLANTED not in everywhere(world) and "川上" not in str(list(Voice.objects.values()))
    assert not Notice.objects.filter(user=world.resident).exists()
