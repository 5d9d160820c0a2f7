"""A 会長 registers a 町内会 of 96 households on a telephone: how many screens, characters and presses it takes."""

import io
import re

from PIL import Image

PHONE = 360


class Thumb:
    """One person with one thumb: counts the screens, the characters that are typed, and the presses beside the typing."""

    def __init__(self, tab):
        self.tab, self.screens, self.characters, self.presses = tab, 0, 0, 0

    def arrive(self, heading):
        """A screen has opened: it says this, and nothing of it hangs out to the side."""
        self.screens += 1
        assert heading in self.tab.locator("h1").inner_text()
        assert self.tab.evaluate("document.documentElement.scrollWidth") <= PHONE

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


def test_a_neighbourhood_of_96_households_registers_in_few_presses(new_page, sign_in):
    thumb = Thumb(sign_in(new_page(PHONE, javascript=False), "jumin"))
    thumb.tab.goto("/partners/register/")
    thumb.arrive("団体を登録する")
    thumb.write("団体名", "見本若葉町内会")
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
    counted = (thumb.screens, thumb.characters, thumb.presses)
    assert counted == (9, 120, 19), counted
    assert thumb.presses <= 40
