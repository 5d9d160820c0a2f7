"""The coordinators' desk in Chromium, on a telephone without scripts: opened by its passphrase, read, closed; and 「相談したい」."""

from kyodo_portal.accounts.sample import ZONE_PASSPHRASE
from tests.browser.conftest import assert_accessible

PAGES = (
    "/desk/", "/desk/zone/", "/desk/zone/ring/", "/desk/zone/code/", "/desk/zone/renew/", "/desk/consultations/", "/desk/consultations/new/",
    "/desk/consultations/quick/", "/desk/report/",
)  # fmt: skip


def open_zone(page):
    page.goto("/desk/zone/")
    page.get_by_label("合言葉").fill(ZONE_PASSPHRASE)
    page.get_by_role("button", name="封を開ける").click()


def test_a_sealed_story_is_opened_and_closed_on_a_telephone(new_page, sign_in):
    page = sign_in(new_page(360, javascript=False), "kosharu")
    page.goto("/desk/consultations/?q=R8-C-0011")
    page.locator("#results th a").first.click()
    page.get_by_text("ここには封をした話があります。").wait_for()
    page.locator("#main").get_by_role("link", name="合言葉で封を開ける").first.click()
    page.get_by_label("合言葉").fill(ZONE_PASSPHRASE)
    page.get_by_role("button", name="封を開ける").click()
    page.get_by_text("会計の帳面が合わない。").wait_for()
    page.emulate_media(media="print")
    assert not page.get_by_text("会計の帳面が合わない。").is_visible()  # what is sealed never reaches paper
    page.emulate_media(media="screen")
    page.get_by_role("button", name="封をとじる").click()
    page.get_by_text("守秘の区画を閉じました。").wait_for()  # a page that is still on its way has no way back
    page.go_back()
    page.reload()
    assert page.get_by_text("会計の帳面が合わない。").count() == 0


def test_what_somebody_sends_arrives_at_the_desk(new_page, sign_in):
    visitor = new_page(360, javascript=False)
    visitor.goto("/consult/")
    visitor.get_by_label("相談したいこと").fill("夜が心配です。")
    visitor.get_by_label("あなたの立場").select_option(label="個人")
    visitor.get_by_role("button", name="封をして送る").click()
    number = visitor.locator("main b").inner_text()
    page = sign_in(new_page(360, javascript=False), "kosharu")
    open_zone(page)
    page.goto(f"/desk/consultations/?q={number}")
    page.get_by_role("link", name=number, exact=True).click()
    page.get_by_text("夜が心配です。").wait_for()


def test_the_pages_of_the_desk_are_accessible(new_page, sign_in):
    page = sign_in(new_page(), "kosharu")
    open_zone(page)
    for address in PAGES:
        page.goto(address)
        assert_accessible(page)
    page.goto("/desk/consultations/?q=R8-C-0011")
    page.locator("#results th a").first.click()
    assert_accessible(page)
    page.goto("/consult/")
    assert_accessible(page)
