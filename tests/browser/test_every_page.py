"""Each kind of page that a person can reach in a sample city: axe with all rules at every width, words of twice the size, nothing that slides
sideways, no error on the console, no request to another host. Many minutes a city, so only `make test-slow` walks it.

Every person's pages are read through HTTP (test_sample.py). The browser opens those that are built of something that it has not seen
there yet; axe judges those that are built of something that it has not judged yet, whichever of the cities it belongs to.
"""

import pytest

from kyodo_portal.accounts.sample import SAMPLES
from tests.browser.conftest import AXE, BY_WIDTH, JUDGE, NARROWEST, SHOWN, WIDTHS, Tabs
from tests.browser.layout import LARGE, layout_faults
from tests.browser.test_sample import Reader

pytestmark = pytest.mark.skipif("not config.getoption('every_page')", reason="make test-slow walks every page")
SITES = {"ojiya": "site", "mura": "village_site"}
PEOPLE = [(city, email) for city, sample in SAMPLES.items() for email in ("", *dict(sample.logins))]
STAFF = ("/admin/", "/staff/first-city/", "/ledger/inventory/", "/report/lists/")
SLIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = "size => document.documentElement.style.fontSize = size"


@pytest.fixture(scope="module")
def seen():
    """{kind of page, or (city, kind): what the pages are built of that axe has judged, or that were opened in this city}."""
    return {}


@pytest.mark.parametrize(("city", "email"), PEOPLE, ids=lambda word: word.split("@")[0] or "visitor")
def test_every_kind_of_page_is_accessible_at_every_width(request, chromium, seen, city, email):
    site = request.getfixturevalue(SITES[city])
    reader = Reader(site, email)
    wrong, kinds = reader.crawl(*(STAFF if email.startswith(("yakuba", "kanri", "jimukyoku")) else ()), most=700, per_kind=1)
    tabs = Tabs(chromium, site)
    page = signed_in(tabs, reader)
    problems = [f"{url}: {said}" for url, said in wrong.items()]
    for kind, url in kinds.items():
        built = built_of(reader.texts[url]) if url in reader.texts else set()
        opened, judged = seen.setdefault((city, kind), set()), seen.setdefault(kind, set())
        if not built <= opened:
            problems += faults_of(page, url, tabs, judge=not built <= judged)
            opened |= built
            judged |= built
    page.context.close()
    assert not problems, "\n".join(problems)


def built_of(page):
    """Every sort of element of a page with all that it stands in, as numbers; without words and addresses."""
    sorts = {}
    for node in page.iter():
        if isinstance(node.tag, str):
            named = (node.tag, node.get("class"), node.get("role"), node.get("type"), bool((node.text or "").strip()))
            sorts[node] = hash((sorts.get(node.getparent()), named, *sorted(node.keys())))
    return {*sorts.values()}


def signed_in(tabs, reader):
    """A tab with the cookies of the one who has walked."""
    page = tabs.open()
    page.context.add_cookies([{"name": one.name, "value": one.value, "url": reader.site} for one in reader.cookies])
    return page


def faults_of(page, url, tabs, *, judge):
    """[sentence] of what is wrong with the page at this address. judge: whether axe is asked too."""
    page.goto(url)
    page.wait_for_load_state("load")
    problems, tabs.wrong = [f"{url}: {said}" for said in tabs.wrong], []
    shown = set()
    page.evaluate(AXE) if judge else None
    for width in (NARROWEST, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        if (slide := page.evaluate(SLIDE)) > 0:
            problems.append(f"{url} at {width}px is {slide}px too wide")
        for one in axe_faults(page, width, shown) if judge else ():
            nodes = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            problems.append(f"{url} at {width}px: {one['id']} ({one['impact']}): {nodes}")
    if "/admin/" not in url:
        problems += layout_faults(page)
    else:  # Django's own admin hides words by moving them away: what lies where is asked of our pages only
        page.set_viewport_size({"width": LARGE, "height": 800})
        page.evaluate(TWICE, "200%")
        if (slide := page.evaluate(SLIDE)) > 0:
            problems.append(f"{url} at {LARGE}px and 200% is {slide}px too wide")
    tabs.wrong = []  # what axe tries is no fault of the page
    return problems


def axe_faults(page, width, shown):
    """All rules where the width shows other elements than those before; otherwise what looks at the picture (conftest.judged)."""
    there = page.evaluate(SHOWN)
    if there not in shown:
        shown.add(there)
        return page.evaluate(JUDGE, {})
    rules = [*BY_WIDTH, "color-contrast"] if width == max(WIDTHS) else [*BY_WIDTH]
    return page.evaluate(JUDGE, {"runOnly": {"type": "rule", "values": rules}})
