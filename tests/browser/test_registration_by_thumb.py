"""A 会長 registers a 町内会 of 96 households on a telephone, and at a desk: how many screens, characters and presses it takes."""

import datetime
import io
import re
import time

import pytest
from PIL import Image

from tests.browser.test_april import mailed

PHONE, DESK = 360, 1280
MEMO = "集会所の鍵は、となりの見本さんがあずかっています。"


class Thumb:
    """One person with one thumb: counts the screens, the characters that are typed, and the presses beside the typing."""

    def __init__(self, tab, width, mail, group):
        self.tab, self.screens, self.characters, self.presses = tab, 0, 0, 0
        self.width, self.mail, self.group = width, mail, group

    def arrive(self, heading):
        """A screen has opened: it says this, and nothing of it hangs out to the side."""
        self.screens += 1
        assert heading in self.tab.locator("h1").inner_text()
        assert self.tab.evaluate("document.documentElement.scrollWidth") <= self.width

    def write(self, label, text):
        self.characters += len(text)
        self.tab.get_by_label(re.compile(f"^{label}(?!の)")).first.fill(text)

    def press(self, role, name):
        self.presses += 1
        self.tab.get_by_role(role, name=name).first.click()


def photograph():
    """The 規約 as a telephone's camera gives it."""
    image = io.BytesIO()
    Image.new("RGB", (1200, 1600), "white").save(image, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": image.getvalue()}


def renewals_open_at_once(office):
    """What a city settles: a 町内会 may renew long before its last day, and nobody has to read what is the same as last year."""
    office.goto("/admin/partners/registrationrule/")
    office.get_by_role("link", name="町内会・自治会の登録").first.click()
    if "366" in office.locator("main").inner_text():
        return  # settled already
    office.get_by_role("link", name="新しい版をつくる").click()
    office.get_by_role("button", name="新しい版をつくる").click()
    office.get_by_label("更新は期限の何日前から受けるか").fill("366")
    office.get_by_label("変わりのない更新は、自動で受け付ける").check()
    office.locator("input[name=_save]").first.click()
    office.get_by_role("link", name="町内会・自治会の登録").first.click()
    office.get_by_role("link", name="この版を使い始める").click()
    office.get_by_label("いつから使うか").fill(datetime.date.today().isoformat())
    office.get_by_role("button", name="この版を使い始める").click()


def sign_up(thumb, office):
    """An account by mail, on the way to the first page of the application."""
    thumb.tab.goto("/partners/register/")
    thumb.arrive("団体を登録する")
    thumb.press("link", "利用者登録をして、はじめる")
    thumb.arrive("利用者登録")
    thumb.write("メールアドレス", thumb.mail)
    thumb.write("お名前", "見本 太郎")
    thumb.press("checkbox", "利用規約")
    thumb.press("button", "登録を申し込む")
    thumb.arrive("番号")
    thumb.presses += 2  # the mail, and back
    thumb.write("届いた番号", code_for(office, thumb.mail))
    thumb.press("button", "次へ進む")


def code_for(tab, address):
    for _ in range(40):
        tab.goto("/sample/mail/")
        mails = re.split(r"(?=あて先)", tab.locator("main").inner_text())
        found = re.search(r"番号：([0-9A-Za-z-]+)", "\n".join(mail for mail in mails if address in mail))
        if found:
            return found[1]
        time.sleep(0.25)
    raise AssertionError(f"no code was sent to {address}")


def write_application(thumb):
    """The pages of the application, the 規約 photographed, sent."""
    thumb.arrive("団体を登録する")
    thumb.write("団体名", thumb.group)
    thumb.press("radio", "同じ地域に住んでいる")
    thumb.press("button", "登録をはじめる")
    thumb.arrive("登録のもくじ")
    assert "町内会・自治会の登録" in thumb.tab.locator("main").inner_text()
    thumb.press("link", "団体のこと")
    thumb.arrive("団体のこと")
    thumb.write("ふりがな", "みほんわかばちょうないかい")
    thumb.write("団体の目的", "安心して暮らせる町をつくります。")
    thumb.write("加入している世帯の数", "96")
    thumb.write("区域", "若葉町の全部")
    thumb.press("button", "保存して次へ進む")
    thumb.arrive("活動のこと")
    thumb.write("主な活動", "見守り、雪かき、夏まつりをしています。")
    thumb.press("checkbox", "まちづくり")
    thumb.press("checkbox", "岩沢")
    thumb.press("button", "保存して次へ進む")
    thumb.arrive("連絡先と公開すること")
    contact = {
        "代表者の名前": "見本 太郎", "連絡する人の名前": "見本 太郎", "郵便番号": "947-0000", "所在地": "小千谷市若葉町1-1",
        "電話番号": "0258-00-0000", "連絡用のメールアドレス": "wakaba@example.jp",
    }  # fmt: skip
    for label, text in contact.items():
        thumb.write(label, text)
    thumb.press("button", "保存して次へ進む")
    thumb.arrive("資料")
    thumb.presses += 4  # the kind: open and choose; the photograph: the camera and 「使う」
    thumb.tab.get_by_label("資料の種類").select_option(label="規約・会則")
    thumb.tab.locator("input[type=file]").set_input_files(photograph())
    thumb.press("button", "次へ進む")
    thumb.arrive("約束の確認")
    for promise in range(4):
        thumb.presses += 1
        thumb.tab.get_by_role("checkbox").nth(promise).check()
    thumb.press("button", "保存して次へ進む")
    thumb.arrive("内容を確認して送ってください")
    thumb.press("button", "この内容で申請する")
    thumb.arrive("申請を受け付けました")


def decide(office, group, step):
    """The secretariat opens the paper that came last, reads it, and presses once and once more."""
    office.goto(f"/admin/partners/registration/?q={group}")
    office.locator("#result_list tbody a").first.click()
    for role in ("link", "button"):
        office.get_by_role(role, name=step).first.click()


def is_renewed(thumb):
    """(screens, presses) of a renewal in which nothing changed."""
    before = thumb.screens, thumb.presses
    thumb.tab.goto("/me/")
    thumb.arrive("マイページ")
    thumb.press("link", thumb.group)
    thumb.arrive(thumb.group)
    thumb.press("link", "登録を更新する")
    thumb.arrive("登録の更新")
    thumb.press("checkbox", "約束")
    thumb.press("button", "去年と同じ")
    thumb.arrive(thumb.group)
    assert "去年と同じ内容なので、登録が更新されました。" in thumb.tab.locator("main").inner_text()
    return thumb.screens - before[0], thumb.presses - before[1]


def hands_over(thumb, successor, comer, office):
    """(screens, presses) until the next 会長 is named for 1 April, with a memo that only who comes reads; and they accept by the mail."""
    before = thumb.screens, thumb.presses
    thumb.tab.goto("/me/")
    thumb.arrive("マイページ")
    thumb.press("link", thumb.group)
    thumb.arrive(thumb.group)
    thumb.press("link", "メンバーを見る")
    thumb.arrive("メンバー")
    thumb.press("link", "代表を引き継ぐ")
    thumb.arrive("代表の引継ぎ")
    assert re.match(r"\d{4}-04-01|\d{4}年4月1日", thumb.tab.get_by_label("いつから代わるか").input_value())
    for label, text in {"次の代表者の名前": "次野 見本", "次の代表者のメールアドレス": successor, "申し送り": MEMO}.items():
        thumb.write(label, text)
    thumb.press("button", "招待のメールを送る")
    thumb.arrive("代表の引継ぎ")
    counted = thumb.screens - before[0], thumb.presses - before[1]
    comer.goto(mailed(comer, successor, r"(http://\S+/invitation/\S+)"))
    comer.get_by_role("link", name="はじめて使う").click()
    comer.get_by_label("メールアドレス").first.fill(successor)
    comer.get_by_label("お名前").fill("次野 見本")
    comer.get_by_role("checkbox", name="利用規約").check()
    comer.get_by_role("button", name="登録を申し込む").click()
    comer.get_by_label("届いた番号").fill(code_for(office, successor))
    comer.get_by_role("button", name="次へ進む").click()
    with comer.expect_navigation():
        comer.get_by_role("button", name="受ける").click()
    text = comer.locator("main").inner_text()
    assert thumb.group in text and "4月1日" in text, text
    return counted


def leaves(thumb, office):
    """The 退会の届け, accepted by the secretariat: the group is in the directory no more."""
    thumb.tab.goto("/me/")
    thumb.press("link", thumb.group)
    thumb.press("link", "退会を届け出る")
    thumb.arrive("団体の退会")
    thumb.write("退会する理由", "となりの町内会といっしょになるため。")
    thumb.press("button", "退会を届け出る")
    decide(office, thumb.group, "退会を受理する")
    thumb.tab.reload()
    assert "もう一度登録したいときは、団体のページから申請できます。" in thumb.tab.locator("main").inner_text()


@pytest.mark.parametrize(
    ("width", "mail", "group"),
    [(PHONE, "kaicho@example.jp", "見本若葉町内会"), (DESK, "kaichu@example.jp", "見本青葉町内会")],
    ids=["telephone", "desk"],
)
def test_a_chair_of_72_registers_renews_hands_over_and_leaves(new_page, sign_in, width, mail, group):
    """From nothing, an account too, to a listed group; a year later one press; the next chair named for April; in the end the 退会の届け."""
    thumb = Thumb(new_page(width, javascript=False), width, mail, group)
    office = sign_in(new_page(DESK, javascript=False), "jimukyoku")
    renewals_open_at_once(office)
    sign_up(thumb, office)
    write_application(thumb)
    counted = (thumb.screens, thumb.characters, thumb.presses)
    assert counted == (12, 148, 25), counted
    assert thumb.presses <= 40
    decide(office, thumb.group, "承認する")
    renewed = is_renewed(thumb)
    assert renewed == (4, 4), renewed
    handed = hands_over(thumb, f"tsugi-{mail}", new_page(width, javascript=False), office)
    assert handed == (5, 4), handed
    leaves(thumb, office)
