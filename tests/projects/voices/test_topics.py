"""みんなの声: the list, one topic with its way from voice to 「こうなりました」, 「わたしも」, merging, and what else tells of it."""

import json
import re
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from kyodo_portal.notices.models import Delivery, News, Notice
from kyodo_portal.process.actions import take_step
from projects.models import MeToo, Topic
from projects.voices.topic_actions import say_me_too
from tests import build

from .build import World, area, client_of, theme
from .test_reading import press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_library")]


@pytest.fixture
def world():
    return World()


def say(client, topic, **said):
    return client.post(f"/voices/{topic.pk}/me-too/", said)


def test_a_topic_is_written_and_opened(world):
    voice = world.voice(by=world.resident, theme=theme())
    client = client_of(world.guide)
    page = f"/voices/new/?voice={voice.pk}"
    said = {"title": "雪の日の停留所", "summary": "屋根がありません。", "theme": theme().pk, "form_key": str(uuid4())}
    refused = client.post(page, {**said, "paper_count": "12"})
    assert "どうやって集めたかを書いてください。" in build.markup(refused)
    answers = {client.post(page, said).url for _ in range(2)}
    topic = Topic.objects.get(title="雪の日の停留所")
    leads = f"/voices/one/{voice.pk}/step/count_in/?topic={topic.pk}"  # its writer did not say that it may be shown
    assert answers == {f"{leads}#main"} and f'value="{topic.pk}" selected' in build.read(client, leads)
    press(client, voice, "count_in", {"topic": topic.pk})
    assert topic.get_absolute_url() in build.read(client, voice.get_absolute_url())  # not public yet, and for who opens it
    assert Client().get(topic.get_absolute_url()).status_code == 404 and "雪の日の停留所" not in build.read(Client(), "/voices/")
    press(client, topic, "open", kind="")
    assert "雪の日の停留所" in build.read(Client(), "/voices/")
    news = News.objects.get(source=f"topic:{topic.pk}:open")
    assert (news.title, news.kind) == ("みんなの声：雪の日の停留所", "voice")
    edit = f"/voices/{topic.pk}/edit/"
    form = client.get(edit).context["form"]
    values = {**said, "etag": form["etag"].value(), "summary": "屋根がなく、30分待ちます。"}
    assert client.post(edit, values).status_code == 302
    assert "30分待ちます" in build.read(Client(), topic.get_absolute_url())
    press(client, topic, "undo_open", {"reason": "早すぎました。"}, kind="")
    assert Client().get(topic.get_absolute_url()).status_code == 404
    assert not News.objects.filter(source__startswith=f"topic:{topic.pk}").exists()
    assert client_of(world.resident).get("/voices/new/").status_code == 403


def test_the_list_is_narrowed_sorted_and_paged_in_three_queries(world, django_assert_num_queries):
    for number in range(24):
        world.open(world.draft(f"ほかの話{number:02}", theme=theme("yuki", "雪"), area=None))
    say_me_too(world.topic, user=world.resident)
    client = Client()
    with django_assert_num_queries(3):
        first = build.read(client, "/voices/")
    assert "25件" in first and "岩沢のバスの本数" not in first
    with django_assert_num_queries(3):
        most = build.read(client, "/voices/?sort=many")
    assert "岩沢のバスの本数" in most and "1人の声" in most
    assert "1件が見つかりました" in build.read(client, f"/voices/?area={area().pk}")
    assert "24件が見つかりました" in build.read(client, f"/voices/?theme={theme('yuki').pk}")
    assert "1件が見つかりました" in build.read(client, "/voices/?q=岩沢")
    assert "合うものが見つかりませんでした" in build.read(client, "/voices/?state=done")


def test_me_too_counts_once_a_person_and_once_a_browser(world):
    resident, browser = client_of(world.resident), Client()
    for client in (resident, browser, resident, browser, Client()):
        say(client, world.topic, note="朝もほしい")
    assert MeToo.objects.filter(user=world.resident).count() == 1 and MeToo.objects.filter(user=None).count() == 2
    page = build.read(Client(), world.topic.get_absolute_url())
    assert "<b>3</b>人の声" in page and "メールで確かめていない数 2" in page and "朝もほしい" not in page
    assert "kyodo_metoo" not in Client().get(f"/voices/{world.topic.pk}/me-too/").cookies
    assert browser.cookies["kyodo_metoo"]["httponly"] and browser.cookies["kyodo_metoo"].value not in str(
        MeToo.objects.values_list("token_hash", flat=True)
    )
    for client in (resident, browser):
        client.post(f"/voices/{world.topic.pk}/me-too/", {"back": "1"})
    assert MeToo.objects.count() == 1


def digits_for(address):
    return re.search(r"^\d{6}$", Delivery.objects.filter(to=address).latest("pk").text, re.M)[0]


def test_a_proven_mailbox_is_one_person_in_whatever_browser(world):
    """At home, again in the library beside somebody else, and later with an account: two people, and no address is kept."""
    page = f"/voices/{world.topic.pk}/me-too/"

    def proves(client, address, **said):
        assert client.post(page, {"mail": address, **said}).url == f"{page}code/"
        return client.post(f"{page}code/", {"code": digits_for(address)})

    home, library = Client(), Client()
    say(home, world.topic)
    proves(home, "Guest@example.jp", note="朝もほしい")
    proves(library, "other@example.jp")
    assert "「わたしも」を受けとりました" in build.read(library, "/")
    proves(library, "guest@example.jp")
    assert MeToo.objects.of_people().count() == 2 and not MeToo.objects.of_browsers().exists()
    text = build.read(Client(), world.topic.get_absolute_url())
    assert "<b>2</b>人の声" in text and "確かめていない" not in text
    assert "example.jp" not in str(list(MeToo.objects.values()))
    resident = build.user(email="guest@example.jp")
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    for _ in range(2):
        say(client_of(resident), world.topic)
    assert MeToo.objects.count() == 2 and MeToo.objects.get(user=resident).mail_hash is None
    proves(Client(), "guest@example.jp")
    assert MeToo.objects.count() == 2
    wrong = library.post(f"{page}code/", {"code": "12345"})
    assert wrong.url == f"{world.topic.get_absolute_url()}#main"  # nothing waits any more


def test_a_note_shows_when_staff_say_so(world):
    say(client_of(world.resident), world.topic, note="朝もほしい")
    row, clerk = MeToo.objects.get(), client_of(world.clerk)
    page = f"/voices/{world.topic.pk}/notes/"
    assert "朝もほしい" in build.read(clerk, page)
    clerk.post(page, {"note": row.pk, "show": "1"})
    assert "朝もほしい" in build.read(Client(), world.topic.get_absolute_url())
    say(client_of(world.resident), world.topic, note="店の名前")  # other words were not read yet
    assert "店の名前" not in build.read(Client(), world.topic.get_absolute_url())
    assert client_of(world.guide).get(page).status_code == 403


def test_from_a_voice_to_a_project_and_what_became_of_it(world):
    voice = world.gather(world.voice(by=world.resident, may_show=True))
    world.gather(world.voice(guest=True, guest_mail="guest@example.jp"))
    group, head, _ = build.group("岩沢の会")
    project = build.cycle(group, world.department, world.official, title="岩沢のバス").project
    clerk = client_of(world.clerk)
    press(clerk, world.topic, "talk", {"talk_on": "", "talk_place": "岩沢の集会所", "talk_why": "14人が困っています。"}, kind="")
    press(clerk, world.topic, "start", {"project": project.pk, "start_why": "会と課が、いっしょに走らせます。"}, kind="")
    page = build.read(Client(), world.topic.get_absolute_url())
    for words in ("14人が困っています。", "岩沢の集会所", "会と課が、いっしょに走らせます。", project.get_absolute_url()):
        assert words in page
    origin = build.read(Client(), project.get_absolute_url())
    assert "この取り組みの、もとの声" in origin and world.topic.get_absolute_url() in origin
    press(clerk, world.topic, "finish", {"became": "毎日3本が走り、8か月で412人が乗りました。"}, kind="")
    assert "412人が乗りました" in build.read(Client(), world.topic.get_absolute_url())
    home = build.read(Client(), "/")  # what was said, how it came about, and what it became
    places = [home.index(words) for words in ("14人が困っています。", "会と課が、いっしょに走らせます。", "412人が乗りました")]
    assert home.index("あの声が、こうなりました") < places[0] and places == sorted(places)
    titles = [row.title for row in Notice.objects.filter(user=world.resident)]
    assert "「岩沢のバスの本数」が、こうなりました" in titles and voice.by == world.resident
    assert Delivery.objects.filter(to="guest@example.jp").count() == 4  # gathered, and at each of the three steps
    assert say(Client(), world.topic).status_code == 200 and not MeToo.objects.exists()  # it takes no more
    press(clerk, world.topic, "undo_finish", {"reason": "数がちがいました。"}, kind="")
    assert "412人が乗りました" not in build.read(Client(), "/")
    press(clerk, world.topic, "undo_start", {"reason": "ちがうプロジェクトでした。"}, kind="")
    assert "この取り組みの、もとの声" not in build.read(Client(), project.get_absolute_url())


def test_the_city_says_what_it_thinks_and_ends_a_topic(world):
    clerk = client_of(world.clerk)
    said = {"effect": "not_now", "public_answer": "運転手が足りないためです。"}
    press(clerk, world.topic, "answer", said, kind="")
    page = build.read(Client(), world.topic.get_absolute_url())
    assert "いまは取り入れない" in page and "運転手が足りないためです。" in page
    press(clerk, world.topic, "close", {"cause": "elsewhere", "closed_why": "国の会議で進めています。"}, kind="")
    page = build.read(Client(), world.topic.get_absolute_url())
    assert "ほかのところで進めている" in page and "国の会議で進めています。" in page


def test_two_topics_become_one_with_their_voices_and_presses(world):
    other = world.open(world.draft("岩沢のバスの時間"))
    voice = world.gather(world.voice(by=world.resident, may_show=True), topic=other)
    both, one = build.user(), build.user()
    for topic, user in ((world.topic, both), (other, both), (other, one)):
        say_me_too(topic, user=user)
    say_me_too(other, token="browser", line="test")
    clerk = client_of(world.clerk)
    assert f'value="{other.pk}"' not in build.read(clerk, f"/voices/{other.pk}/step/merge/")
    press(clerk, other, "merge", {"into": world.topic.pk}, kind="")
    voice.refresh_from_db()
    assert voice.topic == world.topic and world.topic.me_toos.count() == 3 and other.me_toos.count() == 1
    assert world.topic.get_absolute_url() in build.read(Client(), other.get_absolute_url())
    assert Notice.objects.filter(user=world.resident, title__contains="まとめました").exists()
    other.refresh_from_db()
    press(clerk, other, "undo_merge", {"reason": "ちがう話でした。"}, kind="")
    voice.refresh_from_db()
    assert voice.topic == other and world.topic.me_toos.count() == 1 and other.me_toos.count() == 3


def test_numbers_feeds_tables_and_the_search_tell_of_topics(world):
    for number in range(3):
        world.gather(world.voice(f"声{number}", theme=theme(), area=area()))
    world.voice("ひとつだけ", theme=theme("yuki", "雪"))
    numbers = build.read(Client(), "/voices/numbers/")
    assert (
        "4件です" in numbers and "岩沢 少数" in numbers and "岩沢 3" not in numbers
    )  # 4 − 3 would be the one of the other theme
    for number in range(2):
        world.voice(f"雪{number}", theme=theme("yuki", "雪"))
    numbers = build.read(Client(), "/voices/numbers/")
    assert "6件です" in numbers and "岩沢 3" in numbers and "書いていない 3" in numbers and "ひとつだけ" not in numbers
    assert "岩沢のバスの本数" in Client().get("/feeds/topics.atom").content.decode()
    table = Client().get("/open-data/topics.csv").getvalue().decode("utf-8-sig").splitlines()
    assert len(table) == 2 and "岩沢のバスの本数" in table[1] and ",3," in table[1]
    (row,) = json.loads(Client().get("/open-data/topics.json").getvalue())["rows"]
    assert (row["title"], row["theme"], row["area"], row["heard"]) == ("岩沢のバスの本数", world.topic.theme.name, "岩沢", 3)
    found = build.read(Client(), "/search/?q=岩沢のバスの本数")
    assert "みんなの声" in found and world.topic.get_absolute_url() in found
    assert world.topic.get_absolute_url() in Client().get("/sitemap.xml").getvalue().decode()
    client = client_of(world.resident)
    client.post(f"/follow/topic:{world.topic.pk}/")
    assert "岩沢のバスの本数" in build.read(client, "/me/following/")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_topic_asks_the_same_however_much_it_holds(world, many, django_assert_num_queries):
    for number in range(many):
        world.gather(world.voice(f"声{number}", may_show=True), f"見せる声{number}")
        MeToo.objects.create(topic=world.topic, user=build.user(), note="ひとこと", note_shown=True)
    client = Client()
    client.get(world.topic.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(world.topic.get_absolute_url())


def test_a_topic_moves_once(world):
    topic = take_step(
        world.topic, "answer", by=world.clerk, version=world.topic.version, effect="in_place", public_answer="済み。"
    )
    assert topic.answered_at <= timezone.now() and topic.status == "answered"
