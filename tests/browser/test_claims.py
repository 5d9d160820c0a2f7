"""名乗り出 in Chromium: from the list to the last press of the secretariat. The claimant works without a mouse and without scripts; the digits
come on paper. A wrong one, a letter that is spent, papers, a body whose people say 「違う」."""

import re

import pytest

from tests.browser.city import DESK, PHONE, City, ahead, number_in
from tests.browser.conftest import assert_accessible
from tests.browser.keys import Keys
from tests.browser.test_registration_by_thumb import code_for, photograph

LETTER, MET = "名簿の住所に送った手紙の番号", "会って確かめた"


def listed(office, name, number):
    """The secretariat enters a body out of last year's list, and the work with it that makes it public."""
    said = {
        "団体名": name, "ふりがな": "みほんのめいぼのかい", "種類": "市民活動団体", "もとにした資料": "令和7年度の名簿", "郵便番号": "947-0000",
        "所在地": f"小千谷市見本町{number}-1", "電話番号": f"0258-00-000{number}",
    }  # fmt: skip
    office.open("/admin/partners/partner/add/").form("保存").fill_all(said).send()
    office.open("/admin/projects/project/add/").form("さがす").fill("相手の団体をさがす", name).send()
    entry = {
        "名前": f"朝市（{name}）",
        "協働の形態": "後援",
        "相手の団体": [name],
        "担当課": "福祉課（見本）",
        "ひとことで言うと": "朝市です。",
    }
    office.form("台帳に入れる").fill_all(entry).fill("このサイトで公開する", True).send()


def claimed(person, office, name, mail):
    """Somebody signs up and says to belong to it; the address of the claim. `person`: Keys."""
    person.open("/accounts/signup/")
    person.type("メールアドレス", mail).type("お名前", "見本 名乗り").tick("利用規約").go("登録を申し込む")
    person.type("届いた番号", code_for(office.tab, mail)).go("次へ進む")
    person.open(f"/partners/?q={name}").go(name).go("この団体の人ですか").go("この団体の人だと名乗り出る")
    person.sees("団体の人だと名乗り出ました")
    return re.sub(r"^https?://[^/]+|#.*", "", person.tab.url)


def letter(office, page, button="手紙の番号を出す"):
    """The six digits of the printed letter."""
    return re.search(r"番号：(\d{6})", office.open(f"{page}letter/").press(button).text)[1]


def proved(office, name, how):
    """The last press: of the queue of the first page, by this way of making sure."""
    form = office.open("/admin/").follow("団体への名乗り出").follow(name).follow("団体の人と確かめた").form("団体の人と確かめた")
    return form.fill("確かめた方法", how).fill("確かめた日", ahead(0)).send()


def other(code, by=1):
    return f"{(int(code) + by) % 10**6:06}"


@pytest.fixture
def office(new_page, sign_in):
    return City(new_page, sign_in).person("jimukyoku")


@pytest.fixture
def keys(new_page):
    """keys(360): a person at a keyboard; what would have lost somebody the way fails the test."""
    made = []

    def make(width):
        made.append(Keys(new_page(width, javascript=False)))
        return made[-1]

    yield make
    assert not [line for one in made for line in dict.fromkeys(one.wrong)]


@pytest.mark.parametrize(
    ("width", "name", "number"), [(PHONE, "見本の水車の会", 7), (DESK, "見本の蛍をまもる会", 8)], ids=["telephone", "desk"]
)
def test_the_digits_of_a_letter_and_the_last_press_make_somebody_the_representative(keys, office, new_page, width, name, number):
    person = keys(width)
    listed(office, name, number)
    page = claimed(person, office, name, f"nanori{width}@example.jp")
    person.sees("市が手紙を出すと、ここに番号を入れられます。", "窓口で")
    proved(office, name, LETTER).sees("手紙の番号が、まだ入っていません")
    code = letter(office, page)
    paper = new_page(DESK)
    paper.context.add_cookies(office.tab.context.cookies())
    paper.goto(f"{page}letter/")
    assert code not in paper.content()  # it stood on that page once
    for wrong in range(1, 5):
        person.open(page).type("手紙の番号", other(code, wrong)).go("番号を送る").sees("番号がちがいます")
    person.open(page).type("手紙の番号", other(code, 5)).go("番号を送る")
    person.open(page).sees("5回まちがえたので、この手紙の番号は、もう使えません")
    code = letter(office.open(f"{page}letter/").sees("5回まちがえた"), page, "手紙を出し直す")
    typed = "".join(chr(ord(digit) + 0xFEE0) for digit in code)  # as a Japanese keyboard gives them
    person.open(page).type("手紙の番号", typed).go("番号を送る").sees("番号が合いました")
    office.open("/inbox/").sees(f"{name}に名乗り出た人：手紙の番号が合いました")
    office.open("/admin/").follow("団体への名乗り出").follow(name).sees("手紙の番号が、", "合いました")
    proved(office, name, LETTER)
    person.open("/me/").sees(name).go(name).go("メンバーを見る").sees("代表者", "見本 名乗り")
    assert person.tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_people_of_the_body_say_that_it_is_wrong_and_the_secretariat_refuses(keys, city, office, new_page, width):
    name, person = "おぢや寺子屋ひろば（見本）", keys(width)
    page = claimed(person, office, name, f"chigau{width}@example.jp")
    person.photograph("総会の議事録など", photograph()).go("書類を付ける").sees("書類を付けました")
    member = city.person("dantai2", width).open(page).sees("見本 名乗り", "違うと知らせる").follow("違うと知らせる")
    member.form("違うと知らせる").fill("違うと思うわけ", "知らない人です。").send()
    office.open("/admin/").follow("団体への名乗り出").follow(name).sees("違う")
    in_admin = office.url
    office.sees_no("step/prove/")
    office.follow("認めない").form("認めない").fill("理由", "団体の人が、心あたりがないと言っています。").send()
    person.open(page).sees("名乗り出たことは、認められませんでした", "心あたりがないと言っています")
    assert person.tab.evaluate("document.documentElement.scrollWidth") <= width
    office.open(in_admin).sees("不承認")
    judge = new_page(PHONE, bypass_csp=True)
    judge.context.add_cookies(person.tab.context.cookies())
    judge.goto(page)
    assert_accessible(judge)
    assert number_in(office)
