"""People at work, through a balancer that takes a machine that does not answer out for a moment, as nginx in front of several does."""

import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException

import requests

WAITS = 35  # seconds for an answer, as deploy/nginx waits
PATIENCE = 90  # seconds for which a writer presses again before it counts as lost
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM_KEY = re.compile(r'name="form_key" value="([^"]+)"')
AWAY = (requests.RequestException, HTTPException, OSError)


@dataclass
class Seen:
    """What everybody saw, by moment (seconds since the load began)."""

    began: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)
    answers: Counter = field(default_factory=Counter)  # kind of answer
    errors: list = field(default_factory=list)  # (moment, who, what): pages that somebody saw and that were an error
    said: dict = field(default_factory=dict)  # mark: moment at which the writer was told that it stands
    papers: dict = field(default_factory=dict)  # label: (address of the file, content)
    stale: list = field(default_factory=list)
    waits: list = field(default_factory=list)  # seconds of whole answers

    def now(self):
        return time.monotonic() - self.began

    def count(self, kind):
        with self.lock:
            self.answers[kind] += 1

    def error(self, who, what):
        with self.lock:
            self.errors.append((self.now(), who, what))


class Balancer:
    """Which machine is asked next. One that does not answer gets no visitor for two seconds."""

    def __init__(self, addresses):
        self.addresses, self.out, self.turn = list(addresses), {}, random.randrange(9)

    def order(self):
        self.turn += 1
        turned = [self.addresses[(self.turn + at) % len(self.addresses)] for at in range(len(self.addresses))]
        return sorted(turned, key=lambda address: self.out.get(address, 0) > time.monotonic())

    def get(self, session, path, **more):
        """A page is asked of another machine where the first does not answer. None where none does."""
        for address in self.order():
            for _ in range(2):  # a line that had been idle and was just closed is no machine that is away: browsers ask once more
                try:
                    return session.get(address + path, timeout=WAITS, allow_redirects=False, **more)
                except requests.ConnectionError:
                    continue
                except AWAY:
                    break
            self.out[address] = time.monotonic() + 2
        return None


class Person(threading.Thread):
    def __init__(self, name, addresses, seen, over):
        super().__init__(name=name, daemon=True)
        self.balancer, self.seen, self.over = Balancer(addresses), seen, over
        self.session, self.broken = requests.Session(), None
        self.session.trust_env = False

    def run(self):
        try:
            self.work()
        except Exception as error:  # told by whoever waits for the thread
            self.broken = error
            self.over.set()
            raise

    def page(self, path):
        """A page as somebody sees it; None where it is an error, which is written down."""
        began = time.monotonic()
        answer = self.balancer.get(self.session, path)
        if answer is None or answer.status_code >= 500:
            self.seen.error(self.name, f"{path} {answer.status_code if answer is not None else 'no answer'}")
            return None
        self.seen.waits.append(time.monotonic() - began)
        self.seen.count(f"read {answer.status_code}")
        return answer

    def sign_in(self, email, password):
        page = self.balancer.get(self.session, "/accounts/login/")
        said = {"csrfmiddlewaretoken": TOKEN.search(page.text)[1], "login": email, "password": password}
        answer = self.session.post(page.url, data=said, allow_redirects=False, timeout=30)
        assert answer.status_code == 302, answer.text[-3000:]

    def press(self, path, said, files=None):
        """Send a form until somebody says what became of it: the same words and the same one-time key each time, as who presses again."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for address in self.balancer.order():
                try:
                    answer = self.session.post(address + path, data=said, files=files, timeout=WAITS, allow_redirects=False)
                except AWAY:
                    self.balancer.out[address] = time.monotonic() + 2
                    self.seen.count("pressed again: no answer")
                    continue
                if answer.status_code < 500:
                    return answer
                self.seen.error(self.name, f"POST {path} {answer.status_code}")
                break
            time.sleep(0.5)
        return None


class Reader(Person):
    def __init__(self, public, *common):
        super().__init__(*common)
        self.public = public

    def work(self):
        while not self.over.is_set():
            self.page(random.choice(self.public))
            time.sleep(random.uniform(0.1, 0.4))


class Writer(Person):
    """Writes one entry after another, and looks as a visitor at the other machine whether it stands there at once."""

    def __init__(self, place, password, *common):
        super().__init__(*common)
        self.place, self.password = place, password
        self.visitor = requests.Session()
        self.visitor.trust_env = False

    def work(self):
        self.sign_in(self.place["email"], self.password)
        number = 0
        while not self.over.is_set():
            number += 1
            mark = f"cluster {self.name} {number:04}"
            if number % 5 == 0:
                self.hand_in(mark)
            else:
                self.write(mark)
            time.sleep(random.uniform(0.3, 0.9))

    def form(self, path):
        """The hidden words of a form; asked for until it comes."""
        while (page := self.page(path)) is None or page.status_code != 200:
            assert page is None or page.status_code == 200, f"{path}: {page.status_code} {page.headers.get('Location')}"
            if self.over.is_set():
                return None
            time.sleep(0.3)
        return {"csrfmiddlewaretoken": TOKEN.search(page.text)[1], "form_key": FORM_KEY.search(page.text)[1]}

    def write(self, mark):
        path = f"{self.place['year']}updates/new/"
        hidden = self.form(path)
        if hidden is None:
            return
        said = {**hidden, "happened_on": "2026-11-01", "title": mark, "body": "見本の記録です。", "people": "", "is_public": "on"}
        answer = self.press(path, said)
        if answer is None or answer.status_code != 302:
            self.seen.error(self.name, f"refused: {mark} {answer is not None and answer.status_code}")
            return
        self.seen.said[mark] = self.seen.now()
        self.seen.count("written")
        shown = self.balancer.get(self.visitor, self.place["public"])
        if shown is not None and shown.status_code == 200:
            self.seen.count("looked at as a visitor")
            if mark not in shown.text.replace("<wbr>", ""):
                self.seen.stale.append((self.seen.now(), mark))

    def hand_in(self, mark):
        path = f"{self.place['year']}papers/new/"
        hidden = self.form(path)
        if hidden is None:
            return
        content = b"%PDF-1.4 " + mark.encode() + random.randbytes(20_000)
        answer = self.press(path, {**hidden, "kind": "other", "label": mark}, {"file": ("見本.pdf", content, "application/pdf")})
        if answer is None or answer.status_code != 302:
            self.seen.error(self.name, f"refused: {mark} {answer is not None and answer.status_code}")
            return
        self.seen.papers[mark] = content
        self.seen.count("papers handed in")
