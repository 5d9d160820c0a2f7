"""The pages of a round with thirteen proposals and seven members, as the secretariat and a member of the panel see them: axe at every width,
nothing that slides sideways; what is printed, on as many sheets as it should be.
"""

import re

import pytest

from tests.browser.conftest import assert_accessible
from tests.browser.layout import layout_faults
from tests.browser.test_prints import pages_of

pytestmark = pytest.mark.skipif("not config.getoption('every_page')", reason="make test-slow walks every page")
ROUND = "/admin/projects/review/call/{call}/"
DESK = (
    "/admin/projects/review/", ROUND, f"{ROUND}decide/", f"{ROUND}release/", f"{ROUND}matrix/", f"{ROUND}matrix/?paper=a4", f"{ROUND}plan/",
    f"{ROUND}hearing/", f"{ROUND}agenda/", f"{ROUND}tally/", f"{ROUND}absent/", f"{ROUND}minutes/", f"{ROUND}minutes/print/",
    f"{ROUND}paper/", f"{ROUND}slips/{{seat}}/", f"{ROUND}xlsx/", "/admin/projects/review/paper/{open}/{seat}/",
    "/admin/projects/proposal/{open}/change/", "/admin/projects/proposal/{open}/step/decide/", "/admin/projects/proposal/{made}/change/",
    "/admin/projects/call/{call}/change/", "/projects/proposals/{open}/", "/projects/calls/{call}/",
)  # fmt: skip
PANEL = ("/projects/review/", "/projects/review/{open}/", "/projects/review/{sent}/", "/projects/review/{open}/conflict/")
PAPERS = (  # what is printed, and the most sheets of it
    (ROUND, 2), (f"{ROUND}decide/", 3), (f"{ROUND}release/", 1), (f"{ROUND}matrix/?paper=a3", 1), (f"{ROUND}matrix/?paper=a4", 1), (f"{ROUND}agenda/", 2), (f"{ROUND}minutes/print/", 6),
    (f"{ROUND}slips/{{seat}}/", 12), ("/projects/proposals/{open}/print/", 2), ("/projects/proposals/{open}/approval/", 1),
    ("/projects/calls/{call}/approval/", 1),
)  # fmt: skip


def keys_of(page):
    """{what: key} of the newest round, out of the desk's own links."""
    page.goto("/admin/projects/review/?q=見本の募集（13件）")
    page.locator("main, #content").first.get_by_role("link", name="見本の募集（13件）").first.click()
    page.get_by_role("table", name="点の高い順").wait_for()
    call, found = re.search(r"/call/(\d+)/", page.url)[1], {}
    for row in page.locator("tbody tr").all():
        key = re.search(r"/proposal/(\d+)/", row.get_by_role("link").first.get_attribute("href"))[1]
        found.setdefault("made" if "まだ知らせていません" in row.inner_text() else "open", key)
        if "6枚" in row.inner_text():
            found.setdefault("sent", key)
    page.goto(f"/admin/projects/review/call/{call}/paper/")
    seat = re.search(r"/slips/(\d+)/", page.content())[1]
    return {"call": call, "seat": seat, **found}


def test_every_page_of_a_round_is_whole_and_accessible(new_page, sign_in, crowd):
    crowd("round_under_way")
    desk = sign_in(new_page(), "jimukyoku")
    keys, faults = keys_of(desk), []
    for page, addresses in ((desk, DESK), (sign_in(new_page(), "shinsa"), PANEL)):
        for address in addresses:
            page.goto(address.format(**keys))
            try:
                assert_accessible(page)
            except AssertionError as error:
                faults.append(str(error))
            faults += [] if "/admin/" in address else layout_faults(page)
    for address, most in PAPERS:
        desk.goto(address.format(**keys))
        if (sheets := pages_of(desk)) > most:
            faults.append(f"{address} takes {sheets} sheets, not {most}")
    assert faults == []
    all_in_one_job(desk, keys)


def all_in_one_job(page, keys):
    """Every proposal of the call begins where the contents say, and the last page has the last number."""
    page.goto(f"/projects/calls/{keys['call']}/print/")
    said = int(re.search(r"A4の(\d+)ページ", page.locator("main").inner_text())[1])
    assert pages_of(page) == said
