"""Letters in Chromium, on a telephone and at a desk: a resident finds a day to help and is answered; a coordinator brings two together."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import assert_accessible

PHONE, DESK = 360, 1280
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+|0\d{1,4}-\d{1,4}-\d{3,4}")
SOUGHT = "送り迎えをしてくれる人"


def said(page):
    """What stands on the page between header and footer, without the city's own telephone box."""
    return page.locator("main").inner_text().replace(page.locator("main aside").first.inner_text(), "")


@pytest.mark.parametrize(("width", "opposite"), [(PHONE, DESK), (DESK, PHONE)], ids=["telephone", "desk"])
def test_somebody_finds_a_saturday_to_help_and_is_answered_without_any_address(new_page, sign_in, width, opposite):
    page, text = new_page(width, javascript=False), f"土曜の午前なら、車で{width}人送れます。"
    page.goto("/take-part/")
    page.get_by_role("link", name="手伝えることをさがす").click()
    if width == PHONE:
        page.locator("summary", has_text="しぼりこむ").click()
    page.get_by_label("土日・祝日").check()
    page.get_by_label("テーマ").select_option(label="移動・買い物")
    page.get_by_role("button", name="さがす").click()
    page.get_by_role("link", name=SOUGHT).click()
    assert re.search(r"までに、おぢや寺子屋ひろば（見本）が返事をします", page.locator("#ask").inner_text())
    page.locator("#ask").get_by_role("link", name="手伝えます").click()
    assert page.get_by_role("radio", name="手伝えます").is_checked()
    page.get_by_label("手紙").fill(text)
    page.get_by_label("18歳以上です").check()
    page.get_by_role("button", name="送る", exact=True).click()
    page.get_by_role("link", name="サインインする").click()  # what was written waits for it
    page.locator("input[name=login]").fill("jumin@example.jp")
    page.locator("input[name=password]").fill("mihon-kyodo-2026")
    page.locator("input[name=password]").press("Enter")
    page.get_by_text("さきほど書いた手紙が入っています").wait_for()
    page.get_by_role("button", name="送る", exact=True).click()
    thread = page.url.split("#")[0]
    assert re.search(r"/requests/\d+/$", thread) and "手紙を送りました" in page.locator("main").inner_text()

    group = sign_in(new_page(opposite, bypass_csp=True), "dantai2")
    group.goto("/requests/?box=got")
    group.get_by_role("link", name=SOUGHT).first.click()
    assert text in said(group) and not ADDRESS.search(said(group))
    assert_accessible(group)
    group.get_by_role("textbox", name=re.compile("^手紙")).fill("ありがとうございます。5日の9時に、駅前でお願いします。")
    group.get_by_role("button", name="手紙を送る").click()

    page.goto(thread)
    assert "5日の9時に、駅前でお願いします。" in said(page) and not ADDRESS.search(said(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("width", "became", "scripts"),
    [(DESK, "続いている", True), (PHONE, "いっしょに行った", True), (PHONE, "行わなかった", False)],
    ids=["desk", "telephone", "no-scripts"],
)
def test_a_coordinator_brings_two_together_and_reads_what_became_of_it(new_page, sign_in, crowd, width, became, scripts):
    page = sign_in(new_page(width, javascript=scripts, bypass_csp=scripts), "kosharu")
    page.goto("/me/")
    page.get_by_role("link", name="団体と団体をつなぐ").click()
    if scripts:
        assert_accessible(page)
    page.get_by_label("つなぐ団体").select_option(label="雪あかりの会（見本）")
    page.get_by_label("つなぐ相手").select_option(label="おぢや寺子屋ひろば（見本）")
    page.get_by_label("つなぐわけ").fill(f"雪かきの日の、温かい飲みもののことで話してみませんか（{became}）。")
    page.get_by_role("button", name="ふたつの団体に知らせる").click()
    assert "雪あかりの会（見本）と、おぢや寺子屋ひろば（見本）" in page.locator("main").inner_text()
    thread = page.url.split("#")[0]
    group = sign_in(new_page(width, javascript=False), "dantai2")
    group.goto(thread)
    group.get_by_role("textbox", name=re.compile("^手紙")).fill("ありがとうございます。土曜に、うかがいます。")
    group.get_by_role("button", name="手紙を送る").click()
    # Sixty days later the clock asks both groups and whoever brought them together, who reads none of their letters for it.
    crowd("sixty_days", re.search(r"/(\d+)/$", thread)[1])
    page.goto(thread)
    assert "土曜に、うかがいます。" not in page.locator("main").inner_text()
    page.goto("/me/")
    page.locator(f"a[href*='{urlsplit(thread).path}']", has_text="その後どうなったかを知らせる").first.click()
    page.get_by_label("どうなりましたか").select_option(label=became)
    page.get_by_role("button", name="済んだ").click()
    assert "手紙は、ふたりのあいだのものです" in page.locator("main").inner_text()
    page.goto("/requests/?box=brought")
    rows = page.locator("#results li:has(h3)").all_inner_texts()
    assert became in [word for row in rows if "おぢや寺子屋ひろば" in row for word in re.findall("どうなったか：(.+)", row)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if scripts:
        assert_accessible(page)
