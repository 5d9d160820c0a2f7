"""Proposals and 起案用紙 on A4: how many pages Chromium makes of them, and that the screen before it is whole."""

import re

from tests.browser.conftest import assert_accessible
from tests.browser.layout import layout_faults

A4 = 680  # CSS pixels between margins of 15 mm


def test_the_boxes_of_a_form_on_paper_end_inside_of_the_sheet(new_page):
    """Chromium cuts off what stands on the last pixel of the sheet's text: every box lost its right border."""
    page = new_page(A4)
    for address in ("/apply/1/paper/", "/partners/register/paper/", "/partners/takeover/paper/"):
        page.goto(address)
        page.emulate_media(media="print")  # of this page, which is there
        ends = page.locator(".kp-paper__box, .kp-paperhead__qr svg").evaluate_all(
            "boxes => boxes.map(box => box.getBoundingClientRect().right)"
        )
        room = page.locator(".kp-paper").first.evaluate("sheet => sheet.getBoundingClientRect().right")
        assert len(ends) > 10 and max(ends) <= room - 1


def pages_of(page):
    page.wait_for_load_state()  # a click does not wait for the sheet that it leads to
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_proposals_and_approval_papers_are_the_pages_that_they_say(new_page, sign_in):
    page = sign_in(new_page(), "jimukyoku")
    page.goto("/admin/projects/proposal/?q=通学路の花")
    page.get_by_role("link", name="通学路の花と見守り").click()
    page.get_by_role("link", name="提案書を印刷する").click()
    page.wait_for_url("**/print/")
    one = page.url
    assert pages_of(page) == 2
    page.go_back()
    page.get_by_role("link", name="この募集の提案をまとめて印刷する").click()
    page.wait_for_url("**/print/")
    job = page.url
    said = int(re.search(r"A4の(\d+)ページ", page.locator("main").inner_text())[1])
    last = int(page.locator("#main .kp-ps__toc tbody tr:last-child .is-num").last.inner_text())
    assert pages_of(page) == said == last + 1
    page.goto(job.replace("print", "approval"))
    assert pages_of(page) == 1
    round_paper = page.url
    page.goto(one.replace("print", "approval"))
    assert pages_of(page) == 1
    faults = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in (one, job, round_paper, one.replace("print", "approval")):
            page.goto(address)
            assert_accessible(page)
            faults += layout_faults(page)
    assert faults == []


def test_a_letter_takes_no_second_sheet_for_whom_to_ask(new_page, sign_in):
    """The longest one of the sample: a grant taken back with its refund, and the decision that it takes back."""
    page = sign_in(new_page(), "jimukyoku")
    page.goto("/staff/letters/?q=見守りの道具&state=sent")
    page.get_by_text("この2通を、まとめて印刷する").click()
    page.get_by_role("heading", name="補助金の交付の決定の取消しと返還について").wait_for()
    assert page.get_by_label("通知書の紙面").count() == 2 and pages_of(page) == 2
