"""The pages that belong to nobody's journey: the frame itself works, and they are accessible."""

import pytest
from django.core.management import get_commands

from tests.browser.conftest import assert_accessible


@pytest.mark.parametrize(
    "path",
    ["/", "/take-part/", "/whats-on/", "/projects/activities/", "/accounts/login/", "/sample/mail/", "/there-is-no-such-page/"],
)
def test_pages_for_everybody_are_accessible(page, path):
    page.goto(path)
    assert page.locator("h1").count() == 1
    assert_accessible(page)


@pytest.mark.skipif("seed_sample" not in get_commands(), reason="the sample city has no people yet")
def test_the_home_of_somebody_signed_in_and_the_inbox_are_accessible(page, sign_in):
    sign_in(page, "dantai")
    page.goto("/")
    assert "あなたの番です" in page.locator(".kp-turn h2").inner_text()
    assert_accessible(page)
    page.goto("/inbox/")
    assert page.locator("h1").inner_text() == "お知らせ"
    assert_accessible(page)


def test_the_menu_works_without_javascript(new_page):
    page = new_page(360, javascript=False)
    page.goto("/")
    page.locator("details.kp-menu summary").click()
    page.locator("details.kp-menu nav a").first.wait_for()
