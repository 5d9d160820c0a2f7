"""An afternoon of the secretariat in Chromium: 200 groups whose registration ends, renewed from a pile of paper."""

import re

import pytest

from tests.browser.screen import Screen

MANY = 200


@pytest.mark.parametrize("width", [1280, 360])
def test_two_hundred_groups_are_renewed_with_a_result_for_each(new_page, sign_in, crowd, width):
    crowd("to_renew", MANY)
    opened = []
    office = Screen(sign_in(new_page(width, javascript=False), "jimukyoku"), opened.append)
    office.open("/staff/registrations/renewals/?q=更新の会&state=none").sees(f"{MANY}団体")
    office.follow(f"このページの{MANY}団体すべてに、しるしを付ける").form("選んだ団体を確かめる").send()
    office.sees(f"{MANY}団体の登録を更新します").form("更新する").fill("どうやって来たか", "紙（持参）").send()
    while rest := re.search(r"残りの\d+件を続ける", office.text):
        office.press(rest[0])
    office.sees(f"{MANY}件のうち{MANY}件まで終わりました。")
    assert office.tab.evaluate("document.documentElement.scrollWidth") <= width
    assert len(opened) < 20  # an afternoon, not two hundred papers
    office.open("/staff/registrations/renewals/?q=更新の会&state=none").sees_no("見本 更新の会")
