"""Every kind of public page at every width and with words of twice the size; what it weighs; how it looks in the dark and in two colours."""

import re
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.urls import resolve

from tests.browser.conftest import AXE, JUDGE
from tests.browser.layout import JUDGE as LAYOUT
from tests.browser.layout import layout_faults

# Pages that sitemap.xml does not name, and states of those that it does.
ALSO = (
    "/search/?q=雪", "/search/?q=見つからないことば", "/accounts/login/", "/accounts/signup/", "/partners/register/",
    "/partners/register/paper/", "/partners/takeover/paper/", "/partners/?q=雪", "/projects/?q=雪", "/guidelines/help/?q=雪", "/there-is-no-such-page/",
    "/guidelines/compare/?kind=principles&city=ojiya&city=niigata", "/projects/1/",
)  # fmt: skip
PAGE_BYTES = 120 * 1024
MORE = {
    "/": 200 * 1024,
    "/open-data/": 150 * 1024,
}  # home; every column of every list


@pytest.fixture(scope="module")
def addresses(site):
    """One address of each kind of public page: the last that sitemap.xml names, and what it does not name."""
    with urlopen(f"{site}/sitemap.xml", timeout=30) as answer:
        paths = [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)", answer.read().decode())]
    kinds = {resolve(path).view_name: path for path in paths}
    call = next(path for path in paths if resolve(path).view_name == "call")
    return [*kinds.values(), f"{call}paper/", *ALSO]


def test_no_words_lie_on_others_are_cut_off_or_slide_away(page, addresses):
    faults, heavy = [], []
    weighs = Weight(page)
    for path in addresses:
        weighs.begin()
        page.goto(path)
        heavy += weighs.too_heavy(path, MORE.get(path, PAGE_BYTES))
        faults += layout_faults(page)
    assert len(addresses) > 30
    assert not faults, "\n".join(faults)
    assert not heavy, "\n".join(heavy)


# Pages of staff whose tables are stacked on a telephone.
STACKED = ("/staff/imports/", "/staff/imports/1/done/", "/staff/imports/2/check/", "/staff/takeovers/", "/staff/merges/")
CUT = """[...document.querySelectorAll('.kd-table--stack tbody tr')].filter(row => row.scrollWidth > row.clientWidth)
  .map(row => row.innerText.slice(0, 20))"""


def test_rows_of_staff_are_whole_on_the_narrowest_telephone_with_large_words(page, sign_in):
    sign_in(page, "jimukyoku")
    cut = {}
    for path in STACKED:
        assert page.goto(path).status == 200
        for fold in page.locator(".kd-nav__fold > summary, .kp-conditions > summary").all():
            fold.evaluate("summary => summary.parentElement.open = true")
        page.set_viewport_size({"width": 320, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        cut[path] = page.evaluate(CUT) + page.evaluate(LAYOUT)
    assert cut == {path: [] for path in STACKED}


def test_boxes_of_who_comes_open_once_somebody_comes(page, sign_in):
    sign_in(page, "jimukyoku")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/staff/takeovers/")
    row = page.locator("#results tbody tr").first
    assert not row.get_by_label("新しい代表者の名前").is_visible()
    row.get_by_label("どうするか").select_option("代わる")
    row.get_by_label("新しい代表者の名前").wait_for()


class Weight:
    """Bytes of a first visit as they go over the line: the page, its sheets, its drawings; photographs aside."""

    def __init__(self, page):
        self.wire = page.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        self.wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.sent, self.urls = {}, {}
        self.wire.on("Network.responseReceived", lambda event: self.urls.update({event["requestId"]: event["response"]["url"]}))
        self.wire.on("Network.loadingFinished", lambda event: self.sent.update({event["requestId"]: event["encodedDataLength"]}))

    def begin(self):
        self.sent.clear()
        self.urls.clear()

    def too_heavy(self, path, most):
        parts = {self.urls.get(key, ""): size for key, size in self.sent.items() if "/photos/" not in self.urls.get(key, "")}
        total = sum(parts.values())
        largest = sorted(((size, urlsplit(url).path) for url, size in parts.items()), reverse=True)[:4]
        return [f"{path} weighs {total} bytes: {largest}"] if total > most else []


@pytest.mark.parametrize(
    "path",
    [
        "/", "/partners/", "/guidelines/help/yane-yuki/", "/projects/calls/", "/projects/procedure/", "/partners/register/paper/",
        "/projects/1/",
    ],
)  # fmt: skip
def test_the_dark_keeps_its_contrast(page, path):
    """Pairs of tokens are computed in tests/look/test_tokens.py; here stands what lies on what."""
    page.emulate_media(color_scheme="dark")
    assert page.goto(path).status == 200
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 26)"
    page.evaluate(AXE)
    found = page.evaluate(JUDGE, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    assert [node["html"][:160] for violation in found for node in violation["nodes"]] == []
