"""One page of each kind that a person can reach in a sample city, judged by axe with all rules at every width and looked at with words of
twice the size. Many minutes a city, so only `make test-slow` walks it; what is judged at each `make test` stands beside the stories.
"""

import pytest

from kyodo_portal.accounts.sample import SAMPLES
from tests.browser.conftest import AXE, NARROWEST, WIDTHS, Tabs
from tests.browser.layout import layout_faults
from tests.browser.test_sample import Reader

pytestmark = pytest.mark.skipif("not config.getoption('every_page')", reason="make test-slow walks every page")
SITES = {"ojiya": "site", "mura": "village_site"}
PEOPLE = [(city, email) for city, sample in SAMPLES.items() for email in ("", *dict(sample.logins))]
STAFF = ("/admin/", "/staff/first-city/", "/ledger/inventory/", "/report/lists/")
ALL_RULES = "axe.run({resultTypes: ['violations'], preload: false}).then(found => found.violations)"
SLIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SAME_FOR_ALL = ("/guidelines/", "/en/", "/easy/", "/report/", "/events/", "/opinions/", "/committees/")


@pytest.fixture(scope="module")
def judged():
    """{city: kinds of pages that stand there for everybody alike, and were judged}."""
    return {}


@pytest.mark.parametrize(("city", "email"), PEOPLE, ids=lambda word: word.split("@")[0] or "visitor")
def test_every_kind_of_page_is_accessible_at_every_width(request, chromium, judged, city, email):
    site, before = request.getfixturevalue(SITES[city]), judged.setdefault(city, set())
    reader = Reader(site, email)
    _, kinds = reader.crawl(*(STAFF if email.startswith(("yakuba", "kanri", "jimukyoku")) else ()), most=700, per_kind=1)
    wanted = {kind: url for kind, url in kinds.items() if url in reader.texts and kind not in before}
    before |= {kind for kind in wanted if not email or kind.startswith(SAME_FOR_ALL)}
    page = signed_in(chromium, site, reader)
    problems = [problem for url in wanted.values() for problem in faults_of(page, url)]
    page.context.close()
    assert not problems, "\n".join(problems)


def signed_in(chromium, site, reader):
    """A tab with the cookies of the one who has walked."""
    page = Tabs(chromium, site).open(bypass_csp=True)  # axe itself tries inline styles
    cookies = [{"name": one.name, "value": one.value, "url": site} for one in reader.cookies]
    page.context.add_cookies(cookies)
    return page


def faults_of(page, url):
    page.goto(url)
    page.evaluate(AXE)
    problems = []
    for width in (NARROWEST, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        if (slide := page.evaluate(SLIDE)) > 0:
            problems.append(f"{url} at {width}px is {slide}px too wide")
        for one in page.evaluate(ALL_RULES):
            nodes = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            problems.append(f"{url} at {width}px: {one['id']} ({one['impact']}): {nodes}")
    # Django's own admin hides words by moving them away: what lies where is asked of our pages only.
    return problems if "/admin/" in url else problems + layout_faults(page)
