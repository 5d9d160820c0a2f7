"""見守る: the button, the list of what one follows, the Friday mail with its link, 「前に見てから」, the mail of the morning."""

import copy
import datetime
import re

import pytest
from django.utils import timezone

from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.bundle_actions import send_the_day
from kyodo_portal.notices.models import Delivery, Follow, LastLook, MailChoice, News, Notice
from kyodo_portal.notices.news import announce
from kyodo_portal.pages.friday import tell_the_followers
from partners.models import Area
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
FRIDAY = datetime.datetime(2026, 11, 27, 9, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        world.area = Area.objects.create(name="岩沢")
        world.project = world.entry(areas=[world.area])
        return world

    return lay(make)


@pytest.fixture
def world(laid, db):
    return copy.deepcopy(laid)


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def news(title, key, *, days=0, kind="project"):
    return announce(
        kind=kind,
        title=title,
        url="/projects/",
        source=f"{key}:{title}",
        keys=[key],
        at=FRIDAY - datetime.timedelta(days=days, hours=1),
    )


def test_a_button_follows_and_the_same_button_ends_it(world, client_for, django_assert_max_num_queries):
    page, key = f"/projects/{world.project.pk}/", f"project:{world.project.pk}"
    assert f'href="/follow/{key}/"' in client_for().get(page).text  # for visitors a way: their pages are kept
    client = client_for(world.stranger)
    assert "見守る" in build.markup(client.get(page))
    for _ in range(2):
        assert client.post(f"/follow/{key}/").headers["Location"] == page
    assert list(Follow.objects.values_list("user", "key")) == [(world.stranger.pk, key)]
    assert "見守るのをやめる" in build.markup(client.get(page))
    assert "見守り配達" in client.get("/me/following/").text
    assert "見守り配達" not in client_for(world.mate).get("/me/following/").text
    assert client.post(f"/follow/{key}/", {"stop": "1", "list": "1"}).headers["Location"] == "/me/following/"
    assert not Follow.objects.exists()
    for page in (f"/partners/{world.group.pk}/", f"/partners/map/?area={world.area.pk}"):
        assert 'href="/follow/' in client_for().get(page).text


def test_areas_are_chosen_from_a_list_and_a_hundred_things_are_enough(world, client_for):
    client, key = client_for(world.stranger), f"area:{world.area.pk}"
    assert client.post("/me/following/", {"key": key}).status_code == 302
    assert "岩沢" in client.get("/me/following/").text
    assert client.post("/follow/user:1/").status_code == client.get("/follow/area:x/").status_code == 404
    Follow.objects.bulk_create(Follow(user=world.stranger, key=f"project:{900 + number}") for number in range(99))
    answer = client.post(f"/follow/project:{world.project.pk}/", follow=True)
    assert "見守れるのは100件までです" in answer.text and Follow.objects.count() == 100
    assert "いまは公開されていません" in client.get("/me/following/").text


def test_on_friday_everybody_reads_once_what_became_public_of_theirs(world, monkeypatch, client_for):
    for key in ("area:7", "field:3"):
        Follow.objects.create(user=world.stranger, key=key)
    Follow.objects.create(user=world.mate, key="area:8")
    Follow.objects.create(user=world.guide, key="area:7")
    MailChoice.objects.create(user=world.guide, kind="following", how="none")
    news("雪かきの会", "area:7")
    both = news("夏まつり", "area:7", days=2)
    both.keys.create(key="field:3")
    news("おそい知らせ", "area:7", days=-1)
    news("先週の知らせ", "area:7", days=8)
    for hour in (-1, 0, 1):
        at(monkeypatch, FRIDAY + datetime.timedelta(hours=hour))
        tell_the_followers()
        assert Notice.objects.filter(key="following:2026-11-27").count() == (0 if hour < 0 else 1)
    told = Notice.objects.get(key="following:2026-11-27")
    assert (told.user, told.title) == (world.stranger, "見守っているもの：新しいことが2件あります")
    assert told.body.startswith("・雪かきの会（協働、") and "おそい知らせ" not in told.body and "先週" not in told.body
    stop = re.search(r"http://testserver(/me/following/stop/\S+)", told.delivery.text)[1]
    assert client_for().get(stop).status_code == 200 and MailChoice.objects.count() == 1  # as a mail scanner opens it
    assert "止めました" in client_for().post(stop).text
    assert list(MailChoice.objects.filter(user=world.stranger).values_list("kind", "how")) == [("following", "none")]
    assert client_for().post(f"{stop}x").status_code == 404


def test_since_the_last_look_the_home_page_says_what_is_new(world, client_for, monkeypatch):
    client, start = client_for(world.stranger), timezone.now()
    Follow.objects.create(user=world.stranger, key="area:7")
    assert "前に見てから" not in client.get("/").text
    announce(kind="project", title="雪かきの会", url="/x/", source="project:901", keys=["area:7"], at=start)
    announce(kind="project", title="別の地域", url="/x/", source="project:902", keys=[], at=start)
    at(monkeypatch, start + datetime.timedelta(hours=1))
    News.objects.filter(source__in=["project:901", "project:902"]).update(at=start + datetime.timedelta(minutes=50))
    for minutes in (60, 70):  # one look
        at(monkeypatch, start + datetime.timedelta(minutes=minutes))
        text = client.get("/").text
        assert "雪かきの会" in text and "別の地域" not in text and "新着が2件あります" in text
    at(monkeypatch, start + datetime.timedelta(minutes=100))
    assert client.head("/").status_code == 200
    assert "前に見てから" not in client.get("/").text and LastLook.objects.count() == 1


def test_one_mail_in_the_morning_for_who_wants_it_so(world, monkeypatch, settings):
    for kind, how in (("matter", "daily"), ("thread", "none")):
        MailChoice.objects.create(user=world.mate, kind=kind, how=how)
    for key, kind in (("a", "matter"), ("b", "matter"), ("c", "thread"), ("d", "reminder")):
        notify([world.mate, world.clerk], title=f"知らせ{key}", key=key, kind=kind)
    sent = Delivery.objects.filter(to=world.mate.email)
    assert list(sent.values_list("subject", flat=True)) == ["知らせd"]
    assert Delivery.objects.filter(to=world.clerk.email).count() == 4 and Notice.objects.filter(user=world.mate).count() == 4
    Notice.objects.filter(user=world.mate, key="a").update(read_at=timezone.now())
    for hour in (6, 7, 7):
        at(monkeypatch, FRIDAY.replace(hour=hour, day=28))
        send_the_day()
    morning = sent.exclude(subject="知らせd").get()
    assert morning.subject == "お知らせが1件あります" and "・知らせb" in morning.text and "知らせa" not in morning.text
