"""Exchange in Chromium, on a telephone without scripts: what a project lacks, and two who could help each other."""

import re


def test_what_a_project_lacks_leads_to_a_letter(new_page):
    page = new_page(360, javascript=False)
    page.goto("/")
    page.get_by_role("link", name="参加したい・手伝えます").click()
    lacks = page.get_by_role("region", name="ここが足りません")
    lacks.get_by_role("link").first.click()
    assert page.url.endswith("#join")
    cell = page.locator("li", has_text="ここが足りません").first
    assert re.search(r"ここが足りません\s*手伝えます", cell.inner_text())
    cell.get_by_role("link").click()
    page.get_by_role("link", name="手伝えますと伝える").click()
    assert page.get_by_role("radio", name="手伝えます").is_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_match_of_the_desk_leads_to_the_page_that_brings_both_together(new_page, sign_in):
    page = sign_in(new_page(360, javascript=False), "kosharu")
    page.goto("/desk/matches/")
    assert page.evaluate("document.documentElement.scrollHeight") < 5_000
    found = page.locator("#results section", has=page.get_by_role("link", name="ふたつをつなぐ")).first
    seeker = found.locator("p a").first.inner_text()
    found.get_by_role("link", name="ふたつをつなぐ").first.click()
    chosen = [page.get_by_label(label).locator("option:checked").inner_text() for label in ("つなぐ団体", "つなぐ相手")]
    assert chosen[0] == seeker and chosen[1] not in ("", seeker)
