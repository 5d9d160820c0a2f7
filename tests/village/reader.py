"""Somebody of the village reads every page that links lead to, through Django's own client (tests/walk.py)."""

import re
from collections import Counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.walk import faults, links_of, parsed, walk

# Names of the first sample city that no page, mail or file of another may say: itself, its coordinator, its areas, groups and offices.
# Telephones with their first two parts: four digits alone stand in a form's random key now and then.
NAMES = (
    "小千谷", "おぢや", "こしゃる", "新潟", "152081", r"0258-\d\d-", "長岡", "砂川", "室蘭", "城川", "千田", "山辺", "吉谷", "川井", "岩沢", "真人", "片貝",
    "東山", "信濃川", "雪あかり", "観光交流課", "市民協働課", "福祉課", "環境課", "子ども課", "市民課", "防災課", "交通政策課", "情報課", "農林課", "広報課",
    "商工課", "教育課", "川辺町内会", "en とーく", "見本市長",
)  # fmt: skip
FOREIGN = re.compile("|".join(NAMES))
SAME_FOR_ALL = ("/guidelines/", "/open-data/", "/en/", "/easy/", "/admin/")
MOST = 700
ASKED_AGAIN = 12  # times that a page may ask the same question, whatever its numbers: beyond, it asks for each row that it shows


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

        def known(kind):
            return kind in self.before and kind.startswith(SAME_FOR_ALL)

        self.wrong, kinds = walk(first, self.read, most=MOST, per_kind=lambda kind: 1, known=known)
        return set(kinds)

    def read(self, url, came_from=""):
        """What is wrong with the page at this address, and its links."""
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.get(url, follow=True)
        if answer.status_code != 200:
            return [f"{answer.status_code}, linked from {came_from}"], []
        problems = list(repeated(asked))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.pages[url] = text = body.decode("utf-8", "replace")
        if not answer.headers["Content-Type"].startswith("text/html"):
            return problems, []
        base = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        page = parsed(text)
        return [*problems, *faults(page, "en" if url == "/en/" else "ja")], list(links_of(page, base))

    def foreign(self):
        """[「address: the word and what stands around it」] of the first city's names on the pages read."""
        return [f"{url}: {around(text, found)}" for url, text in self.pages.items() if (found := FOREIGN.search(text))]


def repeated(asked):
    """What a page asks again and again."""
    shapes = Counter(re.sub(r"\d+|'[^']*'", "?", query["sql"]) for query in asked)
    return (f"asks {times} times: {shape[:200]}" for shape, times in shapes.items() if times > ASKED_AGAIN)


def around(text, found):
    return " ".join(text[max(found.start() - 40, 0) : found.end() + 40].split())
