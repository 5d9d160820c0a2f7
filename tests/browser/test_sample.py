"""Every page of each sample city that a person can reach by links, for a visitor and for each of its log-ins.

Read through HTTP, without a browser: it asks of each page what a machine can ask (tests/walk.py). One page of each kind is opened in
test_story.py and judged by axe there. The village is read whole in tests/village; here it is the running portal, in its own words.
"""

import re
from http.cookiejar import CookieJar
from io import BytesIO
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener
from zipfile import ZipFile

import pytest

from kyodo_portal.accounts.sample import LOGINS, PASSWORD
from kyodo_portal.common.own_words import ALONE
from tests.walk import faults, links_of, parsed, walk

MOST, PER_KIND = 120, 4  # pages for each person, and of each kind of address
# Everybody reads the same library: whoever is signed in opens one page of each kind, and so comes to more pages of their own.
MOST_SIGNED_IN, SAME_FOR_ALL = 90, ("/guidelines/", "/en/", "/easy/")
SKIP = ("/open-data/", "/feeds/")
# What the village calls otherwise, or has not; pages where staff set up what there is not yet, and the words of texts (｛市｝).
NOT_OURS = re.compile(rf"(?<![一-龥々])市役所|(?<![一-龥々])町内会|コーディネーター|(?<!｛){ALONE}")
SET_UP = re.compile(r"/admin/(pages/city|partners/(assignment|partner)|personal/retentionrule|guidelines/policy|$)")


class Reader:
    """One person's cookies, and every page read once. `texts`: {address: the page as a tree}; `files`: {address: what is no page}."""

    def __init__(self, site, email=""):
        self.site, self.email, self.cookies = site, email, CookieJar()
        self.door, self.texts = build_opener(HTTPCookieProcessor(self.cookies)), {}
        self.files = {}
        if email:
            status, _, text = self.get(f"{site}/accounts/login/")
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
            sent = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
            where = self.door.open(f"{site}/accounts/login/", urlencode(sent).encode(), timeout=30).geturl()
            assert "/accounts/login/" not in where, email

    def get(self, url):
        """(status, final address, text or None for what is no page)."""
        try:
            answer = self.door.open(url, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            is_page = answer.headers.get_content_type() == "text/html"
            if not is_page:
                self.files[url] = answer.read()
            return answer.status, answer.geturl(), answer.read().decode() if is_page else None

    def crawl(self, *first, most=None, per_kind=PER_KIND, skip=SKIP):
        """{address: what is wrong there}, {kind of page: an address}."""

        def many(kind):
            return 1 if self.email and kind.startswith(SAME_FOR_ALL) else per_kind

        most = most or (MOST_SIGNED_IN if self.email else MOST)
        begin = [f"{self.site}{path}" for path in ("/", *first)]
        return walk(begin, self.read, most=most, per_kind=lambda kind: many(urlsplit(kind).path), skip=skip)

    def read(self, url, came_from):
        status, final, text = self.get(url)
        if status != 200:
            return [f"{status}, linked from {came_from}"], []
        if text is None:
            return [], []
        page = self.texts[url] = parsed(text)
        return faults(page, "en" if url.endswith("/en/") else "ja"), links_of(page, final, self.site)


def read_all(site, email, **more):
    reader = Reader(site, email)
    wrong, kinds = reader.crawl(**more)
    assert len(kinds) > 20
    assert not wrong, "\n".join(f"{url}: {problems}" for url, problems in wrong.items())
    return reader


def named(email):
    return email.split("@")[0] or "visitor"


@pytest.mark.parametrize("email", ["", *(email for email, _ in LOGINS)], ids=named)
def test_every_page_that_somebody_can_reach(site, email):
    read_all(site, email)


@pytest.mark.parametrize("email", ["", "kucho@example.jp", "yakuba@example.jp"], ids=named)
def test_every_page_of_the_village_speaks_as_the_village_does(village_site, email):
    """And every file: open data, feeds and calendars of a visitor, tables of the office."""
    reader = read_all(village_site, email, per_kind=1, **({} if email else {"most": 400, "skip": ()}))
    said = {f"{url}: {line}" for url, page in reader.texts.items() if not SET_UP.search(url) for line in city_words(page)}
    said |= {f"{url}: {line}" for url, file in reader.files.items() for line in lines_of(file) if NOT_OURS.search(line)}
    assert not said, "\n".join(sorted(said))
    assert email or len([url for url in reader.files if "/feeds/" in url or "/open-data/" in url]) > 20


def lines_of(file):
    """The lines of what is no page: a text, a calendar, or the cells of a table and the paragraphs of a document; none of a picture."""
    if file.startswith(b"PK"):
        with ZipFile(BytesIO(file)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        return [line for part in parts for line in lines_of(part)]
    try:
        text = file.decode()
    except UnicodeDecodeError:
        return []
    text = re.sub(r"\r\n ", "", text)  # a line of a calendar goes on behind a blank
    return re.split(r"<[^>]+>|\n", text)


def city_words(page):
    """[what a page says that the village calls otherwise, or has not]: in its text, and in what is read aloud."""
    shown = page.xpath(
        "//body//text()[not(ancestor::script or ancestor::style)] | //@aria-label | //@alt | //@placeholder | //@value"
    )
    return [" ".join(line.split()) for line in shown if NOT_OURS.search(line)]
