"""Letters in Chromium, on a telephone and at a desk: a resident finds a day to help and is answered; a coordinator brings two together."""

import re

from tests.browser.conftest import assert_accessible

PHONE, DESK = 360, 1280
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+|0\d{1,4}-\d{1,4}-\d{3,4}")
SOUGHT = "送り迎えをしてくれる人"


def said(page):
    """What stands on the page between header and footer, without the city's own telephone box."""
    return page.locator("main").inner_text().replace(page.locator("main aside").first.inner_text(), "")


def test_somebody_finds_a_saturday_to_help_and_is_answered_without_any_address(new_page, sign_in):
    page = new_page(PHONE, javascript=False)
    page.goto("/take-part/")
    page.get_by_role("link", name="手伝えることをさがす").click()
    page.locator("summary", has_text="しぼりこむ").click()
    page.get_by_label("土日・祝日").check()
    page.get_by_label("テーマ").select_option(label="移動・買い物")
    page.get_by_role("button", name="さがす").click()
    page.get_by_role("link", name=SOUGHT).click()
    assert re.search(r"までに、おぢや寺子屋ひろば（見本）が返事をします", page.locator("#ask").inner_text())
    page.locator("#ask").get_by_role("link", name="手伝えます").click()
    assert page.get_by_role("radio", name="手伝えます").is_checked()
    page.get_by_label("手紙").fill("土曜の午前なら、車で送れます。")
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

    group = sign_in(new_page(DESK, bypass_csp=True), "dantai2")
    group.goto("/requests/?box=got")
    group.get_by_role("link", name=SOUGHT).first.click()
    assert "土曜の午前なら、車で送れます。" in said(group) and not ADDRESS.search(said(group))
    assert_accessible(group)
    group.get_by_role("textbox", name=re.compile("^手紙")).fill("ありがとうございます。5日の9時に、駅前でお願いします。")
    group.get_by_role("button", name="手紙を送る").click()

    page.goto(thread)
    assert "5日の9時に、駅前でお願いします。" in said(page) and not ADDRESS.search(said(page))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_coordinator_brings_two_together_and_reads_what_became_of_it(new_page, sign_in):
    page = sign_in(new_page(DESK, bypass_csp=True), "kosharu")
    page.goto("/me/")
    page.get_by_role("link", name="団体と団体をつなぐ").click()
    assert_accessible(page)
    page.get_by_label("つなぐ団体").select_option(label="雪あかりの会（見本）")
    page.get_by_label("つなぐ相手").select_option(label="みのり食品（見本）")
    page.get_by_label("つなぐわけ").fill("雪かきの日の、温かい飲みもののことで話してみませんか。")
    page.get_by_role("button", name="ふたつの団体に知らせる").click()
    assert "雪あかりの会（見本）と、みのり食品（見本）" in page.locator("main").inner_text()
    # Sixty days after another introduction of this person the clock has asked; nobody's letters are read for it.
    page.goto("/me/")
    page.get_by_role("link", name="つないだふたつの団体が、その後どうなったかを知らせる").click()
    page.get_by_label("どうなりましたか").select_option(label="続いている")
    page.get_by_role("button", name="済んだ").click()
    assert "手紙は、ふたりのあいだのものです" in page.locator("main").inner_text()
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/requests/?box=brought")
    rows = page.locator("#results li:has(h3)").all_inner_texts()
    assert [word for row in rows for word in re.findall("どうなったか：(.+)", row)] == ["いっしょに行った", "続いている"]
    assert_accessible(page)
