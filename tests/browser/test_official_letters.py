"""通知書 in Chromium, on a telephone without scripts: read, put right, let go, read by the group; one sheet of A4."""

import re

from tests.browser.conftest import assert_accessible
from tests.browser.layout import layout_faults


def test_a_draft_is_put_right_and_goes_out_without_scripts(new_page, sign_in):
    page = sign_in(new_page(360, javascript=False), "jimukyoku")
    page.goto("/staff/letters/?state=draft&name=補正のお願い&process=proposal")
    page.locator("#results th a").first.click()
    page.get_by_label("件名").fill("見本の件名")
    page.get_by_label("保存年限").fill("三十一")
    page.get_by_role("button", name="下書きを保存する").click()
    assert page.get_by_label("件名").input_value() == "見本の件名"  # what was typed stands on the answer
    page.get_by_label("保存年限").fill("3")
    page.get_by_role("button", name="下書きを保存する").click()
    page.get_by_role("heading", name="見本の件名").wait_for()
    page.get_by_role("button", name="確かめて出す").click()
    page.get_by_role("button", name="1通を出す").click()
    assert page.get_by_role("status").inner_text().startswith("1通を出しました。")
    page.locator("table th a").first.click()
    page.get_by_role("link", name="この紙面だけを開いて印刷する").click()
    page.get_by_text("見本の件名").wait_for()


def test_the_sheet_is_one_of_a4_and_everything_is_accessible_and_whole(new_page, sign_in):
    page = sign_in(new_page(), "jimukyoku")
    page.goto("/staff/letters/?state=sent")
    desk = page.locator("#results th a").first.get_attribute("href")
    sheet = desk.replace("/staff", "")
    page.goto(sheet)
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) == 1
    faults = []
    for address in ("/staff/letters/", desk, f"{desk}send/", f"{desk}replace/", sheet):
        page.goto(address)
        assert_accessible(page)
        faults += layout_faults(page)
    assert faults == []
