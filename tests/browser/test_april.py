"""April in Chromium: a representative hands over on a telephone and at a desk; the secretariat takes last year's list of groups in and prints labels."""

import re
import time

import pytest

from tests.browser.conftest import assert_accessible
from tests.browser.test_prints import pages_of

PHONE, DESK, LISTED = 360, 1280, 272
MEMO = "集会所の鍵は、となりの見本さんがあずかっています。"


def mailed(page, address, pattern):
    """What the newest mails to this address say that looks like this."""
    for _ in range(60):
        page.goto("/sample/mail/")
        mails = re.split(r"(?=あて先)", page.locator("main").inner_text())
        if found := re.search(pattern, "\n".join(mail for mail in mails if address in mail)):
            return found[1]
        time.sleep(0.25)
    raise AssertionError(f"no such mail to {address}")


@pytest.mark.parametrize(
    ("width", "who", "group", "mail"),
    [
        (PHONE, "dantai", "雪あかりの会（見本）", "tsugi@example.jp"),
        (DESK, "dantai2", "おぢや寺子屋ひろば（見本）", "tsugi2@example.jp"),
    ],
    ids=["telephone", "desk"],
)
def test_a_representative_hands_over_by_mail_and_the_memo_is_read_by_who_comes(new_page, sign_in, width, who, group, mail):
    chair, comer = sign_in(new_page(width, javascript=False), who), new_page(width, javascript=False)
    chair.goto("/me/")
    chair.locator("a[href^='/partners/']", has_text=group).first.click()
    chair.wait_for_url(re.compile(r"/partners/\d+/"))
    body = chair.url.split("#")[0]
    chair.get_by_role("link", name="メンバー").first.click()
    chair.get_by_role("link", name="代表を引き継ぐ").click()
    chair.get_by_label("次の代表者の名前").fill("次野 見本")
    chair.get_by_label("次の代表者のメールアドレス").fill(mail.replace("@", "＠"))  # as a telephone types it
    chair.get_by_label("申し送り").fill(MEMO)
    chair.get_by_role("button", name="招待のメールを送る").click()
    assert mail in chair.locator("main").inner_text()

    comer.goto(mailed(comer, mail, r"(http://\S+/invitation/\S+)"))
    assert MEMO not in comer.locator("main").inner_text()
    comer.get_by_role("link", name="はじめて使う").click()
    comer.get_by_label("メールアドレス").first.fill(mail)
    comer.get_by_label("お名前").fill("次野 見本")
    comer.get_by_role("checkbox", name="利用規約").check()
    comer.get_by_role("button", name="登録を申し込む").click()
    waiting = comer.url
    code = mailed(comer, mail, r"番号：([0-9A-Za-z-]+)")
    comer.goto(waiting)
    comer.get_by_label("届いた番号").fill(code)
    comer.get_by_role("button", name="次へ進む").click()
    with comer.expect_navigation():
        comer.get_by_role("button", name="受ける").click()
    assert group in comer.locator("main").inner_text()
    comer.goto(f"{body}takeover/")
    comer.get_by_text("申し送りを読む").click()
    assert MEMO in comer.locator("main").inner_text()
    assert comer.evaluate("document.documentElement.scrollWidth") <= width
    chair.goto(f"{body}takeover/")
    assert "次野 見本" in chair.locator("main").inner_text()


def listed():
    """A list as an office keeps it: a title, headings, CP932."""
    rows = [f"見本{n:03}の会,市民活動団体,0258-{n // 100:02}-{n:04},新潟県小千谷市見本町{n}-1" for n in range(LISTED)]
    return "\r\n".join(["登録団体名簿（見本）,,,", "団体名,種別,電話番号,所在地", *rows]).encode("cp932")


@pytest.mark.parametrize(
    ("width", "scripts"), [(DESK, True), (PHONE, True), (DESK, False)], ids=["desk", "telephone", "no-scripts"]
)
def test_last_years_list_of_272_comes_in_is_looked_at_and_goes_out_again(new_page, sign_in, width, scripts):
    page = sign_in(new_page(width, javascript=scripts, bypass_csp=scripts), "jimukyoku")
    page.goto("/staff/imports/")
    page.get_by_role("link", name="名簿を読み込む").click()
    page.get_by_label("元になった名簿の名・日").fill("令和7年度 登録団体名簿（見本）")
    page.locator("input[type=file]").set_input_files({"name": "meibo.csv", "mimeType": "text/csv", "buffer": listed()})
    page.get_by_role("button", name="読む").click()
    while page.get_by_role("button", name="名簿を入れる").count() == 0:
        page.get_by_role("button", name=re.compile("進む|合わせる|^確かめる")).click()
        page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="名簿を入れる").click()
    while "入れている途中" in page.locator("main").inner_text():
        page.reload()
    assert f"{LISTED}" in page.locator("main").inner_text()
    page.get_by_role("link", name="取込をなかったことにする").click()
    page.get_by_role("button", name="取込をなかったことにする").click()


# What the paper is: of the rules for every page the last one counts, and a rule within @media print counts on paper.
PAPER = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .flatMap(rule => rule instanceof CSSMediaRule && rule.conditionText === 'print' ? [...rule.cssRules] : [rule])
    .filter(rule => rule instanceof CSSPageRule && !rule.selectorText).map(rule => rule.style.margin).filter(Boolean).pop()"""


def test_a_sheet_of_labels_is_a_page_and_nothing_hangs_out_of_a_label(new_page, sign_in):
    page = sign_in(new_page(DESK), "jimukyoku")
    for size in ("12", "24", "24-66", "24-37"):
        page.goto("/staff/errands/")
        page.locator(f"button[name=size][value='{size}']").click()
        with page.expect_navigation():  # with its style sheet: the printer waits for nothing
            page.get_by_role("button", name="宛名ラベルを出す").click()
        sheets = page.locator(".kp-labels")
        assert page.evaluate(PAPER) == "0px"  # with a margin the printer draws the sheet smaller than its labels
        assert pages_of(page) == sheets.count() >= 1
        page.emulate_media(media="print")
        box = sheets.first.bounding_box()
        assert (round(box["x"]), round(box["y"]), round(box["width"] / 96 * 25.4), round(box["height"] / 96 * 25.4)) == (
            0,
            0,
            210,
            297,
        )
        cut = "rows => rows.filter(row => row.scrollHeight > row.clientHeight + 1).length"
        assert sheets.locator("li").evaluate_all(cut) == 0
        page.emulate_media(media="null")  # the printer chooses its own
    page.goto("/partners/register/paper/")
    assert page.evaluate(PAPER) == "15mm"
