"""The frame of every page: menu, sign-out, unread notices, the line of the sample site."""

import pytest
from django.test import RequestFactory
from lxml import html

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.actions import notify
from kyodo_portal.pages.context import nav_for, site

pytestmark = pytest.mark.django_db


def page(client):
    return html.fromstring(client.get("/nai-peeji/").content.decode())


def test_the_frame_for_a_visitor(client):
    tree = page(client)
    assert tree.xpath("//a[1]/@href")[0] == "#main" and tree.xpath("//main[@id='main']/@tabindex") == ["-1"]
    menus = tree.xpath("//nav[@aria-label='メインメニュー']")
    assert [a.text for a in menus[0].xpath(".//a")] == ["困ったとき", "やってみたい", "まちの動き", "仲間をさがす", "協働を知る"]
    assert tree.xpath("//nav[@aria-label='利用者のメニュー']//a/@href")[-2:] == ["/search/", "/accounts/login/"]
    assert [a.text for a in menus[1].xpath(".//a")] == [a.text for a in menus[0].xpath(".//a")]
    assert {"/policies/accessibility/", "/policies/privacy/", "/policies/terms/", "/sitemap/"} <= set(
        tree.xpath("//footer//a/@href")
    )
    assert not tree.xpath("//*[contains(@class, 'kp-phase')]")
    assert not tree.xpath("//script | //style | //@style")
    assert len(client.get("/nai-peeji/").content) < 100_000


def test_the_frame_for_somebody_signed_in(client_for):
    user = User.objects.create_user("hanako@example.jp", name="見本 花子")
    notify([user], title="申請を受け付けました", key="a")
    notify([user], title="直してください", key="b")
    tree = page(client_for(user))
    assert tree.xpath("string(//nav[@aria-label='利用者のメニュー']//span[@class='kp-count'])") == "2件、まだ読んでいません"
    forms = tree.xpath("//form[@action='/accounts/logout/']")
    assert len(forms) == 2 and {form.get("method") for form in forms} == {"post"}
    assert not tree.xpath("//a[@href='/admin/']")


def test_staff_have_a_way_to_their_pages(client_for):
    assert page(client_for(User.objects.create_superuser("kanri@example.jp"))).xpath("//a[@href='/admin/']")


def test_unread_notices_cost_one_query_and_only_if_shown(django_assert_num_queries):
    user = User.objects.create_user("hanako@example.jp")
    request = RequestFactory().get("/")
    request.user = user
    with django_assert_num_queries(0):
        context = site(request)
    with django_assert_num_queries(1):
        assert not context["unread"]
        assert not context["unread"]


def test_the_sample_site_says_so(client, settings):
    settings.KYODO_SAMPLE = True
    tree = page(client)
    line = tree.xpath("string(//*[@class='kp-phase'])")
    assert "見本サイト" in line and "ためすために作ったものです" in line
    assert "令和2年3月時点" in tree.xpath("string(//footer)")
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize(
    "path, label, mark",
    [
        ("/guidelines/help/", "困ったとき", "page"),
        ("/guidelines/help/yane-yuki/", "困ったとき", "true"),
        ("/take-part/", "やってみたい", "page"),
        ("/projects/calls/3/", "やってみたい", "true"),
        ("/projects/proposals/3/", "やってみたい", "true"),
        ("/projects/procedure/", "やってみたい", "true"),
        ("/partners/register/", "やってみたい", "true"),
        ("/whats-on/", "まちの動き", "page"),
        ("/projects/", "まちの動き", "true"),
        ("/projects/12/", "まちの動き", "true"),
        ("/partners/3/", "仲間をさがす", "true"),
        ("/guidelines/ojiya/2/", "協働を知る", "true"),
    ],
)
def test_the_menu_shows_where_one_is(path, label, mark):
    assert [(item["label"], item["current"]) for item in nav_for(path) if item["current"]] == [(label, mark)]


@pytest.mark.parametrize(
    "path, way",
    [
        ("/guidelines/help/", ["ホーム", "困ったとき"]),
        ("/guidelines/forms/", ["ホーム", "協働を知る", "形態えらび"]),
        ("/projects/calls/", ["ホーム", "やってみたい", "提案の募集"]),
        ("/partners/register/", ["ホーム", "やってみたい", "団体を登録する"]),
        ("/projects/", ["ホーム", "まちの動き", "プロジェクト"]),
        ("/take-part/", ["ホーム", "やってみたい"]),
        ("/open-data/", ["ホーム", "オープンデータ"]),
    ],
)
def test_the_way_to_a_page_begins_with_its_entry_of_the_menu(client, path, way):
    tree = html.fromstring(client.get(path).content.decode())
    assert [item.text_content().strip() for item in tree.xpath("//nav[@aria-label='現在位置']//li")] == way


def test_the_menu_marks_nothing_elsewhere():
    assert not any(item["current"] for item in nav_for("/search/"))
