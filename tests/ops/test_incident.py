"""docs/incident.md, the table of what is stopped at the screen: each row is pressed by the names that the sheet prints."""

import pytest

from tests import build
from tests.house import ROOT
from tests.journey.browser import Browser
from tests.projects.voices.build import World

pytestmark = pytest.mark.django_db
SHEET = (ROOT / "docs" / "incident.md").read_text(encoding="utf-8")
WHY = "確かめるまで出しません。"


def named(row):
    """What the sheet's row says between 「」, in its order."""
    (line,) = [line for line in SHEET.splitlines() if line.startswith(f"| {row} |")]
    return line.split("|")[2]


def gone(address):
    return Browser().open(address, 404)


@pytest.fixture
def clerk():
    return Browser(build.office("secretariat")[1])


def test_an_account_is_ended_on_every_device():
    assert "システム管理者。職員の画面「利用者」で「使える」を外す" in named("人のアカウント")
    person = build.user()
    devices = [Browser(person).open("/me/"), Browser(person).open("/me/")]
    Browser(build.system_admin()).open(f"/admin/accounts/user/{person.pk}/change/").form("保存").fill("使える", False).send()
    assert [device.open("/me/").url for device in devices] == ["/accounts/login/"] * 2


def test_the_page_of_a_group_and_what_it_offers_leaves_the_site_and_comes_back(clerk):
    body, _, _ = build.group("南町内会")
    event = build.event(body)
    page = clerk.open(f"/admin/partners/partner/{body.pk}/change/").follow("掲載と登録の手続き")
    page.form("掲載を取り下げる").fill("理由", WHY).send()
    gone(body.get_absolute_url()), gone(event.get_absolute_url())
    page.form("掲載をもどす").fill("理由", WHY).send()
    Browser().open(body.get_absolute_url())
    assert "「団体・主体」の「掲載と登録の手続き」で「掲載を取り下げる」" in named("団体のページ")


def test_a_photograph_is_covered_by_whoever_asks():
    body, chair, _ = build.group()
    event = build.event(body)
    photo = build.photo("event", event, chair)
    visitor = Browser().open(event.get_absolute_url()).follow("写っている方へ")
    visitor.press("外してほしいと知らせる")
    gone(f"/photos/{photo.pk}/")
    assert "「写っている方へ」で「外してほしいと知らせる」" in named("写真")


def test_words_of_a_voice_and_the_page_of_many(clerk):
    world = World()
    office = Browser(world.clerk)
    voice = world.gather(world.voice(may_show=True))
    assert "昼のバスがほしい。" in Browser().open(world.topic.get_absolute_url()).text
    step = "「みんなの声に入れて、見せる」を取り消す"
    office.open(f"/admin/projects/voice/{voice.pk}/change/").follow(step).press(step)
    assert "昼のバスがほしい。" not in Browser().open(world.topic.get_absolute_url()).text
    step = "「公開する」を取り消す"
    office.open(f"/admin/projects/topic/{world.topic.pk}/change/").follow(step).form(step).fill("理由", WHY).send()
    gone(world.topic.get_absolute_url())
    assert "「みんなの声に入れて、見せる」を取り消す" in named("声のことば")
    assert "「公開する」を取り消す" in named("みんなの声のページ")


def test_an_event_becomes_a_draft_unless_somebody_has_signed_up(clerk):
    event, awaited = build.event(build.partner()), build.event(build.partner())
    build.signup(awaited)
    clerk.open(event.get_absolute_url()).press("下書きにもどす")
    gone(event.get_absolute_url())
    clerk.open(awaited.get_absolute_url()).press("下書きにもどす").sees("申し込んだ人がいるので、下書きにもどせません")
    clerk.follow("内容を直す").sees("催しの名前")
    assert "「下書きにもどす」" in named("催し") and "「内容を直す」" in SHEET


def test_what_is_offered_ends(clerk):
    offer = build.offer(build.partner())
    page = clerk.open(offer.get_absolute_url()).follow("できること・求めることをすべて見る")
    page.press(f"終える：{offer.title}").sees("終わったもの")
    gone(offer.get_absolute_url())
    assert "「できること・求めることをすべて見る」で「終える」" in named("できること・求めること")
