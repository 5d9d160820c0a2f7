"""What a group and a resident do, by Tab, Enter, Space and arrows alone, on a narrow screen without scripts: every stop is marked, on the
screen and behind the one before, and nothing holds on to the focus."""

import pytest

from tests.browser.city import PHONE
from tests.browser.keys import Keys
from tests.browser.test_registration_by_thumb import code_for, decide, photograph, renewals_open_at_once

GROUP, MAIL = "見本けやき町内会", "keyaki@example.jp"


@pytest.fixture
def keys(new_page, sign_in):
    """keys("dantai"): this person at a keyboard; what would have lost somebody the way fails the test."""
    made = []

    def make(who=""):
        page = new_page(PHONE, javascript=False)
        made.append(Keys(sign_in(page, who) if who else page))
        return made[-1]

    yield make
    assert not [line for one in made for line in dict.fromkeys(one.wrong)]


def sign_up(chair, office):
    chair.open("/partners/register/").go("利用者登録をして、はじめる")
    chair.type("メールアドレス", MAIL).type("お名前", "見本 けやき").tick("利用規約").go("登録を申し込む")
    chair.type("届いた番号", code_for(office, MAIL)).go("次へ進む")


def register(chair):
    """Every page of the application, the 規約 photographed."""
    chair.type("団体名", GROUP).tick("同じ地域に住んでいる").go("登録をはじめる").go("団体のこと")
    about = {
        "ふりがな": "みほんけやきちょうないかい",
        "団体の目的": "見守りと雪かき。",
        "加入している世帯の数": "96",
        "区域※": "けやき町の全部",
    }
    for label, text in about.items():
        chair.type(label, text)
    chair.go("保存して次へ進む")
    chair.type("主な活動", "見守り、雪かき、夏まつり。").tick("まちづくり").tick("岩沢").go("保存して次へ進む")
    contact = {
        "代表者の名前": "見本 けやき", "連絡する人の名前": "見本 けやき", "郵便番号": "947-0000", "所在地": "小千谷市見本町1-1",
        "電話番号": "0258-00-0000", "連絡用のメールアドレス": MAIL,
    }  # fmt: skip
    for label, text in contact.items():
        chair.type(label, text)
    chair.go("保存して次へ進む")
    chair.choose("資料の種類", "規約・会則").photograph("資料", photograph()).go("次へ進む")
    for _ in range(4):
        chair.tick("")
    chair.go("保存して次へ進む").go("この内容で申請する").sees("申請を受け付けました")


def test_a_chair_registers_renews_invites_the_treasurer_and_hands_over(keys, new_page, sign_in):
    office = sign_in(new_page(1280, javascript=False), "jimukyoku")
    renewals_open_at_once(office)
    chair = keys()
    sign_up(chair, office)
    register(chair)
    decide(office, GROUP, "承認する")
    chair.open("/me/").go(GROUP).go("登録を更新する").tick("上の約束を、これからも守ります").go("去年と同じです。更新する")
    chair.sees("去年と同じ内容なので、登録が更新されました。")
    chair.open("/me/").go(GROUP).go("メンバーを見る").go("人を招く、役を変える")
    chair.type("招く人のメールアドレス", "kaikei@example.jp").tick("担当").go("招待のメールを送る").sees("kaikei@example.jp")
    chair.open("/me/").go(GROUP).go("できること・求めることを載せる、直す").go("できることを載せる")
    chair.tick("物").type("見出し", "もちつきの臼と杵").go("載せる").sees("もちつきの臼と杵")
    chair.open("/me/").go(GROUP).go("メンバーを見る").go("代表を引き継ぐ")
    chair.type("次の代表者の名前", "次野 見本").type("次の代表者のメールアドレス", "tsugi3@example.jp")
    chair.type("申し送り", "鍵は、となりの見本さんがあずかっています。").go("招待のメールを送る").sees("tsugi3@example.jp")


def test_a_resident_asks_follows_and_takes_part_and_a_group_answers(keys):
    resident, group = keys("shinsa"), keys("dantai2")  # jumin writes as much as a first day allows elsewhere
    resident.open("/partners/?q=寺子屋ひろば").go("おぢや寺子屋ひろば（見本）").go("質問・連絡")
    resident.type("手紙", "鍵盤ハーモニカは要りますか。").tick("18歳以上です").go("送る").sees("手紙を送りました")
    thread = resident.tab.url.split("#")[0]
    group.open("/me/").go("手紙（質問・連絡）").open(thread).sees("鍵盤ハーモニカは要りますか。")
    group.type("手紙", "3台あると助かります。").go("手紙を送る")
    resident.open(thread).sees("3台あると助かります。")
    resident.open("/partners/?q=寺子屋ひろば").go("おぢや寺子屋ひろば（見本）").go("見守る").sees("見守ります")
    resident.open("/events/").go("雪おろしの安全講習").go("申し込む").go("申し込む", "submit").sees("申し込みました")
