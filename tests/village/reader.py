"""Somebody of the village reads every page that links lead to, through Django's own client."""

import re
from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from lxml import html

# Names of the first sample city that no page, mail or file of another may say: itself, its coordinator, its areas, groups and offices.
NAMES = (
    "小千谷", "おぢや", "こしゃる", "新潟", "152081", "0258", "長岡", "砂川", "室蘭", "城川", "千田", "山辺", "吉谷", "川井", "岩沢", "真人", "片貝",
    "東山", "信濃川", "雪あかり", "観光交流課", "市民協働課", "福祉課", "環境課", "子ども課", "市民課", "防災課", "交通政策課", "情報課", "農林課", "広報課",
    "商工課", "教育課", "川辺町内会", "en とーく", "見本市長",
)  # fmt: skip
FOREIGN = re.compile("|".join(NAMES))
NOT_FOLLOWED = ("/static/", "/accounts/logout/", "/admin/jsi18n/", "/reading/", "/admin/logout/")
SAME_FOR_ALL = ("/guidelines/", "/open-data/", "/en/", "/easy/", "/admin/")
PER_KIND = 1  # pages of each kind of address
MOST = 700


class Reader:
    """One person's walk. `pages`: {address: its text}; `wrong`: {address: what is wrong there}. `before`: kinds of pages that are the same
    for everybody, or that somebody with the same rights has read, and that are not opened again.
    """

    def __init__(self, user=None, before=()):
        self.client, self.pages, self.wrong = Client(), {}, {}
        self.before = {kind for kind in before if user is not None}
        if user is not None:
            self.client.force_login(user)

    def walk(self, *first):
        """Opens these pages and one of each kind that links lead to from there; the kinds opened."""
        kinds, waiting, seen = Counter(), [(address, "") for address in first], set()
        while waiting and len(seen) < MOST:
            url, came_from = waiting.pop(0)
            kind = kind_of(url)
            known = came_from and kind in self.before and kind.startswith(SAME_FOR_ALL)
            if url in seen or known or kinds[kind] >= PER_KIND:
                continue
            seen.add(url)
            kinds[kind] += 1
            waiting += [(link, url) for link in self.read(url, came_from)]
        return set(kinds)

    def read(self, url, came_from=""):
        """The links of the page at this address."""
        answer = self.client.get(url, follow=True)
        if answer.status_code != 200:
            self.wrong[url] = f"{answer.status_code}, linked from {came_from}"
            return []
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if not answer.headers["Content-Type"].startswith("text/html"):
            self.pages[url] = body.decode("utf-8", "replace")
            return []
        self.pages[url] = text = body.decode()
        base = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        page = html.document_fromstring(text)
        if problems := faults(page):
            self.wrong[url] = "; ".join(problems)
        return list(links(page, base))

    def foreign(self):
        """[「address: the word and what stands around it」] of the first city's names on the pages read."""
        return [f"{url}: {around(text, found)}" for url, text in self.pages.items() if (found := FOREIGN.search(text))]


def kind_of(url):
    parts = urlsplit(url)
    path = re.sub(r"(/guidelines/(?:terms|cases|forms|help)/).+", r"\1*", parts.path)
    return re.sub(r"\d+", "0", path) + "?" + "&".join(sorted(re.findall(r"(\w+)=", parts.query)))


def links(page, url):
    for link in page.iter("a"):
        target = urldefrag(urljoin(url, link.get("href") or ""))[0]
        if target.startswith("/") and not urlsplit(target).path.startswith(NOT_FOLLOWED):
            yield target


def faults(page):
    """What no page may have: not one h1, a name that stands twice, a heading with nothing below it or a list without a line."""
    found = [] if len(page.xpath("//h1")) == 1 else [f"{len(page.xpath('//h1'))} h1"]
    found += [f"id {name} {times} times" for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    found += [
        f"an empty <{node.tag}>"
        for node in page.xpath("//main//*[self::h2 or self::h3 or self::dd][not(normalize-space())][not(*)]")
    ]
    return found


def around(text, found):
    return " ".join(text[max(found.start() - 40, 0) : found.end() + 40].split())
