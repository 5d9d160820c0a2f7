"""Lists on a telephone: what was looked for stands on the first screen, and the conditions can be opened and used."""

import datetime
import re

from kyodo_portal.common.japanese.dates import fiscal_year
from tests.browser.conftest import assert_accessible
from tests.house import our_templates, text

THIS = fiscal_year(datetime.date.today())
BASE = re.compile(r"{% extends [^%]*list_base\.html")  # a public list, or one of a desk
# Every template of a list: an address of it, and who may open it.
LISTS = {
    "guidelines/cases/list.html": ("/guidelines/cases/", None),
    "letters/letters.html": ("/staff/letters/", "jimukyoku"),
    "letters/late.html": ("/staff/letters/late/", "jimukyoku"),
    "pages/news.html": ("/news/", None),
    "partners/directory/list.html": ("/partners/", None),
    "partners/errands/list.html": ("/staff/errands/", "jimukyoku"),
    "partners/offers/list.html": ("/partners/offers/", None),
    "partners/events/list.html": ("/events/", None),
    "partners/offices/list.html": ("/staff/offices/", "jimukyoku"),
    "partners/registration/renewals.html": ("/staff/registrations/renewals/", "jimukyoku"),
    "partners/requests/list.html": ("/requests/", "jumin"),
    "projects/asks/loads.html": ("/staff/asks/", "jimukyoku"),
    "projects/asks/sent.html": ("/staff/asks/sent/", "jimukyoku"),
    "projects/board/board.html": ("/projects/board/", "kosharu"),
    "projects/calls/list.html": ("/projects/calls/", None),
    "projects/consultations/list.html": ("/desk/consultations/", "kosharu"),
    "projects/consultations/shared.html": ("/consultations/", "jimukyoku"),
    "projects/committees/list.html": ("/committees/", None),
    "projects/grants/list.html": ("/grants/", "jimukyoku"),
    "projects/grants/schemes.html": ("/apply/schemes/", None),
    "projects/handover/meetings.html": ("/staff/meetings/", "jimukyoku"),
    "projects/handover/moves.html": (f"/staff/handover/{THIS + 1}-04-01/?office=all", "jimukyoku"),
    "projects/handover/ownerless.html": ("/staff/ownerless/", "jimukyoku"),
    "projects/inventory/possibilities.html": ("/ledger/possible/", None),
    "projects/ledger/activities.html": ("/projects/activities/", None),
    "projects/ledger/list.html": ("/projects/", None),
    "projects/applications/list.html": ("/applications/", "dantai"),
    "projects/applications/desk.html": ("/staff/applications/", "jimukyoku"),
    "projects/opinions/list.html": ("/opinions/", None),
    "projects/opinions/received.html": ("/staff/opinions/2/", "jimukyoku"),
    "projects/snapshots/list.html": (f"/report/{THIS - 2}/list/", None),
    "projects/voices/topics.html": ("/voices/", None),
}
# A card, a line of a table, or what is near in days above the list.
FIRST_ROW = ":is(#results, .kp-oneday) li:has(:is(h3, h4)), #results tbody tr"


def test_every_list_shows_its_first_row_on_the_first_screen(new_page, sign_in):
    listing = {name for name, path in our_templates().items() if BASE.match(text(path))}
    assert listing == LISTS.keys()
    tops = {}
    for who in sorted({who for _, who in LISTS.values()}, key=str):
        page = new_page(360)
        if who:
            sign_in(page, who)
        for address in [address for address, reader in LISTS.values() if reader == who]:
            page.goto(address)
            tops[address] = page.locator(FIRST_ROW).first.bounding_box()["y"]
    assert {address: top for address, top in tops.items() if top >= 600} == {}


def test_conditions_open_without_a_script_and_narrow_the_directory(new_page):
    page = new_page(360, javascript=False)
    page.goto("/partners/")
    assert not page.get_by_label("市の部署").is_visible()
    page.locator("summary", has_text="しぼりこむ").press("Enter")
    page.get_by_label("市の部署").check()
    page.get_by_role("button", name="さがす").press("Enter")
    page.locator("#results").get_by_text("福祉課（見本）").wait_for()
    assert "しぼりこむ（1つ選択中）" in page.locator("summary").all_inner_texts()
    wide = new_page(1280, javascript=False)
    wide.goto("/partners/")
    wide.get_by_label("市の部署").wait_for()
    assert not wide.get_by_text("しぼりこむ").is_visible()


def test_an_area_is_chosen_on_the_map_by_keyboard(new_page):
    page = new_page(360)
    page.goto("/partners/map/")
    area = page.get_by_role("link", name="東小千谷、")
    area.focus()
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth") == "4px"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("heading", name="東小千谷の団体と人").wait_for()
    page.locator("#results").get_by_text("東部地域振興会（見本）").wait_for()
    assert_accessible(page)
