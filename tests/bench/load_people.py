"""Somebody with a browser, as small as can be, for load.py: follows links, fills in a form, waits ten seconds on average."""

import html
import http.client
import random
import re
import statistics
import threading
import time
import urllib.parse
from collections import Counter, defaultdict
from contextlib import suppress
from html.parser import HTMLParser

THINKING = 10  # seconds between two clicks of one person, on average
WARMING = 20  # seconds at the beginning that are not counted
LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
STYLE = re.compile(r'(?:href|src)="(/static/[^"]+)"')
# Not a click of the many: files of any size, other languages of a page, the doors out, and what keeps its own count.
NOT_FOLLOWED = re.compile(
    r"/(static|media|accounts|admin|open-data|ask|sample)/|logout|\.(csv|json|xlsx|ics|atom|xml|pdf|svg|webp)|/file|print|paper"
)
TEXT = "見本の文章です。"
WORDS = "雪 子ども 見守り 防災 除雪 バス 花 祭 川 空き家".split()
DESK = (
    "/me/ /admin/ /projects/board/ /admin/partners/partner/ /admin/projects/proposal/ /admin/projects/project/ /voices/".split()
)


class Form(HTMLParser):
    """The fields of the form that sends text: as a browser would send them back."""

    def __init__(self, page):
        super().__init__()
        self.fields, self.texts, self.found, self._in, self._area, self._select = [], [], False, False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self._in = (
                not self.found and (said.get("method") or "").lower() == "post" and "logout" not in (said.get("action") or "")
            )
            self.fields, self.texts = ([], []) if self._in else (self.fields, self.texts)
        if not self._in or "disabled" in said:
            return
        name, kind = said.get("name"), said.get("type", "text")
        if tag == "textarea" and name:
            self._area, self.found = name, True
            self.texts.append(name)
            self.fields.append((name, ""))
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            self.fields.append((self._select, said.get("value", "")))
        elif tag == "input" and name and (kind not in ("checkbox", "radio", "submit", "file", "image") or "checked" in said):
            self.fields.append((name, said.get("value") or ("on" if kind == "checkbox" else "")))

    def handle_data(self, data):
        if self._area:
            self.fields[-1] = (self._area, self.fields[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._in = False


class Person:
    """Somebody with a browser: clicks, waits, clicks."""

    def __init__(self, number, kind, cookie, writes_at, port, told):
        self.chance, self.kind, self.cookie, self.writes_at, self.port, self.told = (
            random.Random(number),
            kind,
            cookie,
            writes_at,
            port,
            told,
        )
        self.links, self.cache, self.at, self.line = ["/"], {}, "/", f"192.0.2.{number}"

    def ask(self, path, *, body=None, wants="text/html"):
        """(status, body as text, where it leads); a redirect counts as its own question."""
        headers = {"Host": f"127.0.0.1:{self.port}", "X-Forwarded-For": self.line, "Accept": wants, "Accept-Language": "ja"}
        if self.cookie:
            headers["Cookie"] = f"{self.cookie}"
        if path in self.cache and body is None:
            headers["If-None-Match"] = self.cache[path]
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("GET" if body is None else "POST", path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
            for header in answer.headers.get_all("Set-Cookie") or ():
                self.keep(header)
            if answer.headers.get("ETag"):
                self.cache[path] = answer.headers["ETag"]
            return answer.status, text, answer.headers.get("Location")
        finally:
            line.close()

    def keep(self, header):
        name, _, value = header.partition(";")[0].partition("=")
        kept = dict(part.split("=", 1) for part in (self.cookie or "").split("; ") if "=" in part)
        self.cookie = "; ".join(f"{key}={worth}" for key, worth in {**kept, name: value}.items())

    def click(self, path, **more):
        """One click and what it took, told; what a page brings along is asked the first time only."""
        began = time.monotonic()
        try:
            status, text, leads = self.ask(path, **more)
            if leads and status in (301, 302, 303):
                status, text, _ = self.ask(urllib.parse.urlsplit(leads)._replace(scheme="", netloc="").geturl())
            problem = None if status in (200, 304) else str(status)
        except OSError as error:
            text, problem = "", type(error).__name__
        self.told(
            self.kind if not more else f"{self.kind} writes", time.monotonic() - began, problem and f"{problem} {path}", text
        )
        if text and "links" not in self.cache:
            self.cache["links"] = "read"
            for address in {*STYLE.findall(text)}:
                with suppress(OSError):
                    self.ask(address, wants="*/*")
        return text

    def read(self):
        text = self.click(self.at)
        links = [html.unescape(link) for link in LINK.findall(text)]
        self.links = [link for link in links if not NOT_FOLLOWED.search(link)] or ["/"]
        self.at = self.chance.choice(self.links)
        if self.chance.random() < 0.1:
            self.at = "/search/?" + urllib.parse.urlencode({"q": self.chance.choice(WORDS)})
        if self.kind == "staff" and self.chance.random() < 0.6:
            self.at = self.chance.choice(DESK)

    def write(self):
        """Opens the page where this person writes and sends it back with a word more."""
        form = Form(self.click(self.writes_at))
        if not form.found:
            self.told(f"{self.kind} writes", 0, f"no form {self.writes_at}", "")
            return
        self.think()
        text = f"{TEXT}{self.chance.randrange(10**6)}"
        said = [(name, text if name == form.texts[0] else value) for name, value in form.fields]
        answer = Form(self.click(self.writes_at, body=urllib.parse.urlencode(said)))
        if self.kind == "resident" and answer.found:  # what others say already is shown first
            self.think()
            self.click(self.writes_at, body=urllib.parse.urlencode(answer.fields))

    def think(self):
        self.over.wait(self.chance.expovariate(1 / THINKING))

    def live(self, over):
        self.over = over
        over.wait(self.chance.uniform(0, THINKING))
        while not over.is_set():
            if self.writes_at and self.chance.random() < 0.15:
                self.write()
            else:
                self.read()
            self.think()


class Told:
    """What the clicks took and what went wrong, by kind of person."""

    def __init__(self):
        self.took, self.wrong, self.lock, self.since = defaultdict(list), Counter(), threading.Lock(), time.monotonic() + WARMING
        self.bytes = 0

    def __call__(self, kind, seconds, problem, text):
        with self.lock:
            if problem:
                self.wrong[problem] += 1
            self.bytes += len(text)
            if time.monotonic() > self.since:
                self.took[kind].append(seconds)

    def table(self):
        whole = sorted(took for kind in self.took.values() for took in kind)
        print("  | who | clicks | median ms | 95 % | 99 % | longest |\n  |---|---|---|---|---|---|")
        for kind, took in [*sorted(self.took.items()), ("all", whole)]:
            ranks = statistics.quantiles(took, n=100) if len(took) > 1 else took * 100
            print(
                f"  | {kind} | {len(took):,} | "
                + " | ".join(f"{value * 1000:.0f}" for value in (ranks[49], ranks[94], ranks[98], max(took)))
                + " |"
            )
        print(f"  errors: {sum(self.wrong.values())} {dict(self.wrong.most_common(8))}", flush=True)
