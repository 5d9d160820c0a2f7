"""What a group and a resident do, by Tab, Enter, Space and arrows alone, on a telephone and at a desk, without scripts: every stop is marked,
on the screen and behind the one before, and nothing holds on to the focus."""

import pytest

from tests.browser.city import DESK, PHONE
from tests.browser.keys import Keys
from tests.browser.test_registration_by_thumb import code_for, decide, photograph, renewals_open_at_once


@pytest.fixture
def keys(new_page, sign_in):
    """keys(360, "dantai"): this person at a keyboard; what would have lost somebody the way fails the test."""
    made = []

    def make(width, who=""):
        page = new_page(width, javascript=False)
        made.append(Keys(sign_in(page, who) if who else page))
        return made[-1]

    yield make
    assert not [line for one in made for line in dict.fromkeys(one.wrong)]


def sign_up(chair, office, mail):
    chair.open("/partners/register/").go("利用者登録をして、はじめる")
    chair.type("メールアドレス", mail).type("お名前", "見本 けやき").tick("利用規約").go("登録を申し込む")
    chair.type("届いた番号", code_for(office, mail)).go("次へ進む")


def register(chair, group, mail):
    """Every page of the application, the 規約 photographed."""
    chair.type("団体名", group).tick("同じ地域に住んでいる").go("登録をはじめる").go("団体のこと")
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
        "電話番号": "0258-00-0000", "連絡用のメールアドレス": mail,
    }  # fmt: skip
    for label, text in contact.items():
        chair.type(label, text)
    chair.go("保存して次へ進む")
    chair.choose("資料の種類", "規約・会則").photograph("資料", photograph()).go("次へ進む")
    for _ in range(4):
        chair.tick("")
    chair.go("保存して次へ進む").go("この内容で申請する").sees("申請を受け付けました")


@pytest.mark.parametrize(
    ("width", "group", "mail"),
    [(PHONE, "見本けやき町内会", "keyaki@example.jp"), (DESK, "見本ぶなの木自治会", "buna@example.jp")],
    ids=["telephone", "desk"],
)
def test_a_chair_registers_renews_invites_the_treasurer_and_hands_over(keys, new_page, sign_in, width, group, mail):
    office = sign_in(new_page(DESK, javascript=False), "jimukyoku")
    renewals_open_at_once(office)
    chair = keys(width)
    sign_up(chair, office, mail)
    register(chair, group, mail)
    decide(office, group, "承認する")
    chair.open("/me/").go(group).go("登録を更新する").tick("上の約束を、これからも守ります").go("去年と同じです。更新する")
    chair.sees("去年と同じ内容なので、登録が更新されました。")
    chair.open("/me/").go(group).go("メンバーを見る").go("人を招く、役を変える")
    chair.type("招く人のメールアドレス", f"kaikei-{mail}").tick("担当").go("招待のメールを送る").sees(f"kaikei-{mail}")
    chair.open("/me/").go(group).go("できること・求めることを載せる、直す").go("できることを載せる")
    chair.tick("物").type("見出し", f"{group}の臼と杵").go("載せる").sees(f"{group}の臼と杵")
    chair.open("/me/").go(group).go("メンバーを見る").go("代表を引き継ぐ")
    chair.type("次の代表者の名前", "次野 見本").type("次の代表者のメールアドレス", f"tsugi-{mail}")
    chair.type("申し送り", "鍵は、となりの見本さんがあずかっています。").go("招待のメールを送る").sees(f"tsugi-{mail}")


@pytest.mark.parametrize(
    ("width", "group", "name", "event", "press", "said"),
    [
        (PHONE, "dantai2", "おぢや寺子屋ひろば（見本）", "雪おろしの安全講習", "申し込む", "申し込みました"),
        (DESK, "dantai", "雪あかりの会（見本）", "雪灯ろうづくり", "キャンセル待ちに申し込む", "キャンセル待ち"),
    ],
    ids=["telephone", "desk"],
)  # jumin writes as much as a first day allows elsewhere
def test_a_resident_asks_follows_and_takes_part_and_a_group_answers(keys, width, group, name, event, press, said):
    resident, group = keys(width, "shinsa"), keys(width, group)
    resident.open(f"/partners/?q={name}").go(name).go("質問・連絡")
    resident.type("手紙", f"見学は{width}日前に言えばよいですか。").tick("18歳以上です").go("送る").sees("手紙を送りました")
    thread = resident.tab.url.split("#")[0]
    group.open("/me/").go("手紙（質問・連絡）").open(thread).sees(f"見学は{width}日前に")
    group.type("手紙", "前の日でかまいません。").go("手紙を送る")
    resident.open(thread).sees("前の日でかまいません。")
    resident.open(f"/partners/?q={name}").go(name).go("見守る").sees("見守ります")
    resident.open(f"/events/?q={event}").go(event).go(press).go(press, "submit").sees(said)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_student_finds_a_saturday_to_help(keys, width):
    """From the home page to the letter that waits for the sign-in: the conditions, the days and the theme chosen by keys."""
    student = keys(width).open("/").go("参加したい・手伝えます")
    if width == PHONE:
        student.to("しぼりこむ", "summary")
        student.tab.keyboard.press("Enter")
    student.tick("土日・祝日").choose("テーマ", "移動・買い物").go("さがす", "submit").go("送り迎えをしてくれる人")
    student.sees("までに、おぢや寺子屋ひろば（見本）が返事をします").go("手伝えます")
    student.type("手紙", "土曜の午前なら行けます。").tick("18歳以上です").go("送る").go("サインインする")
    assert student.tab.url.endswith("%2F") and "/accounts/login/?next=%2Fpartners%2Foffers%2F" in student.tab.url
