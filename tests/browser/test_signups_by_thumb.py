"""An event on telephones without JavaScript: its last seat, the line behind it, two tabs, a lost sign-in, and who came."""

from tests.browser.city import PHONE, ahead, number_in
from tests.browser.screen import Screen

TITLE, PLACE = "竹とんぼの会", "公民館の工作室"


def second_tab(screen):
    """Another tab of the same person."""
    tab = screen.tab.context.new_page()
    tab.set_viewport_size({"width": PHONE, "height": 800})
    return Screen(tab)


def is_written(host):
    host.open("/me/").follow("雪あかりの会（見本）").follow("催しを書く、直す").follow("催しを書く")
    days = {"始まる日時": ahead(3, "10:00"), "終わる日時": "11:30", "場所": PLACE}
    said = {"何の催しですか": "講座", "催しの名前": TITLE, **days, "申込み": "ここで申し込む（先着）", "定員": "1"}
    host.form("下書きにとっておく").fill_all(said).send()
    host.press("公開する").sees("申し込む（あと1人）")
    return number_in(host)


def the_last_seat(first, second, event):
    late = second_tab(first).open(f"/events/{event}/signup/")
    first.open(f"/events/{event}/").follow("申し込む").press("申し込む").sees("申し込みました")
    late.form("申し込む").fill("手伝いがいることのくわしいこと", "入口に近い席").send()
    late.sees("もう申し込んでいます。")
    assert late.form("キャンセル待ちに申し込む").value("手伝いがいることのくわしいこと") == "入口に近い席"
    late.tab.close()
    second.open(f"/events/{event}/").follow("キャンセル待ちに申し込む").press("キャンセル待ちに申し込む").sees("キャンセル待ち")
    first.open(f"/events/{event}/").press("申込みをとりやめる")
    second.open(f"/events/{event}/").sees("までに").press("席をとる").sees_no("席をとる")


def two_tabs_write(host, event):
    other = second_tab(host).open(f"/events/{event}/edit/")
    host.open(f"/events/{event}/edit/")
    host.form("保存する").fill("場所", "体育館の小部屋").send()
    other.form("保存する").fill("持ちもの", "切り出し小刀").send()
    host.open(f"/events/{event}/").sees("体育館の小部屋", "切り出し小刀")
    other.open(f"/events/{event}/edit/")
    host.open(f"/events/{event}/edit/").form("保存する").fill("場所", "川べりの広場").send()
    other.form("保存する").fill("場所", PLACE).send(status=409)
    other.sees("川べりの広場")
    assert other.form("保存する").value("場所") == PLACE
    other.tab.close()


def sign_in_is_lost(host, event):
    host.open(f"/events/{event}/edit/").form("保存する").fill("行きかた", "橋をわたって左の道")
    host.tab.context.clear_cookies(name="sessionid")
    host.form("保存する").fill("行きかた", "橋をわたって左の道").send(status=403)
    host.sees("橋をわたって左の道")


def somebody_came(host, event):
    moved = {"始まる日時": ahead(-1, "10:00"), "終わる日時": ahead(1, "11:30")}
    host.open(f"/events/{event}/edit/").form("保存する").fill_all(moved).send()
    host.open(f"/events/{event}/signups/").sees("来る人1人（1件）")
    host.form("来た人を保存する").fill("来た人", ["見本 まなぶ（1人）"]).send()
    host.sees("来た人1人")


def test_a_place_is_waited_for_offered_taken_and_ticked(city):
    host, first, second = city.person("dantai", PHONE), city.person("jumin", PHONE), city.person("dantai2", PHONE)
    event = is_written(host)
    the_last_seat(first, second, event)
    two_tabs_write(host, event)
    somebody_came(host, event)
    sign_in_is_lost(host, event)
