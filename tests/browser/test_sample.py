"""Every page of the sample city that a person can reach by links, for a visitor and for each of the eight log-ins.

Read through HTTP, without a browser: it asks of each page what a machine can ask (one h1, a language, a title, ids once,
labels, links that lead somewhere). One page of each kind is opened in test_story.py and judged by axe there.
"""

import re
from collections import Counter
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from lxml import html

from kyodo_portal.accounts.sample import LOGINS, PASSWORD

MOST, PER_KIND = 120, 4  # pages for each person, and of each kind of address
# Everybody reads the same library: whoever is signed in opens one page of each kind, and so comes to more pages of their own.
MOST_SIGNED_IN, SAME_FOR_ALL = 90, ("/guidelines/", "/en/", "/easy/")
NOT_FOLLOWED = ("/static/", "/accounts/logout/", "/admin/jsi18n/", "/open-data/", "/feeds/", "/reading/")


class Reader:
    """One person's cookies, and every page read once."""

    def __init__(self, site, email=""):
        self.site, self.email, self.door = site, email, build_opener(HTTPCookieProcessor(CookieJar()))
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
            return answer.status, answer.geturl(), answer.read().decode() if is_page else None

    def crawl(self):
        """{address: what is wrong there}, walking from the first page until nothing new of its kind is left."""
        wrong, kinds, waiting, seen = {}, Counter(), [(f"{self.site}/", "")], set()
        while waiting and len(seen) < (MOST_SIGNED_IN if self.email else MOST):
            url, came_from = waiting.pop(0)
            path = re.sub(r"(/guidelines/(?:terms|cases|forms|help)/).+", r"\1*", urlsplit(url).path)
            kind = re.sub(r"\d+", "0", path) + "?" + "&".join(sorted(re.findall(r"(\w+)=", urlsplit(url).query)))
            if url in seen or kinds[kind] >= (1 if self.email and path.startswith(SAME_FOR_ALL) else PER_KIND):
                continue
            seen.add(url)
            kinds[kind] += 1
            status, final, text = self.get(url)
            if status != 200:
                wrong[url] = [f"{status}, linked from {came_from}"]
            elif text is not None:
                page = html.document_fromstring(text)
                wrong[url] = faults(page, "en" if url.endswith("/en/") else "ja")
                waiting += [(link, url) for link in self.links(page, final)]
        return len(seen), {url: problems for url, problems in wrong.items() if problems}

    def links(self, page, url):
        for link in page.iter("a"):
            target = urldefrag(urljoin(url, link.get("href") or ""))[0]
            if target.startswith(f"{self.site}/") and not urlsplit(target).path.startswith(NOT_FOLLOWED):
                yield target


def faults(page, lang="ja"):
    """What a machine can find wrong with a page."""
    problems = []
    if page.get("lang") != lang:
        problems.append(f"lang {page.get('lang')}")
    if len(page.xpath("//h1")) != 1:
        problems.append(f"{len(page.xpath('//h1'))} h1")
    title = (page.findtext(".//title") or "").strip()
    if not re.search(r"\S", title.split("｜")[0].split("|")[0]) or title.startswith("｜"):
        problems.append(f"title 「{title}」")
    problems += [f"id {name} {times} times" for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    for control in page.xpath("//input[not(@type='hidden' or @type='submit' or @type='image')] | //select | //textarea"):
        named = control.get("aria-label") or control.get("aria-labelledby") or list(control.iterancestors("label"))
        if not named and not page.xpath("//label[@for=$id]", id=control.get("id") or ""):
            problems.append(f"no label: {control.get('name')}")
    for form in page.forms:
        pressed = set(form.xpath(".//button/@name | .//input[@type='submit']/@name"))
        typed = set(form.xpath(".//input[not(@type='submit')]/@name | .//select/@name | .//textarea/@name"))
        problems += [f"the button {name} would stand for the field" for name in pressed & typed]
    problems += ["a link without words" for link in page.xpath("//a[@href]") if not name_of(link)]
    return problems


def name_of(link):
    return link.text_content().strip() or link.get("aria-label") or link.get("title") or "".join(link.xpath(".//img/@alt"))


@pytest.mark.parametrize("email", ["", *(email for email, _ in LOGINS)], ids=lambda email: email.split("@")[0] or "visitor")
def test_every_page_that_somebody_can_reach(site, email):
    pages, wrong = Reader(site, email).crawl()
    assert pages > 20
    assert not wrong, "\n".join(f"{url}: {'; '.join(problems)}" for url, problems in wrong.items())
