"""A real Chromium against the portal as `make run` starts it: gunicorn, worker, sample city, DEBUG off.

`page` fails its test for any error on the console, any request to another host and any page that answers 500.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, sync_playwright

from kyodo_portal.accounts.sample import PASSWORD
from run import dies_with_us
from tests.all import chromium as chromium_path
from tests.all import clean_environment
from tests.browser.city import City
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
WIDTHS, NARROWEST = (360, 768, 1280), 320
PATIENCE = 90_000  # milliseconds; three suites share two cores: how long a page takes says nothing
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
AXE = Axe().axe_script
# `preload` fetches sound and films beforehand, for a rule about sound that starts by itself: we have none.
JUDGE = "more => axe.run({resultTypes: ['violations'], preload: false, ...more}).then(found => found.violations)"
# Which elements of the page are there at this width, as one text: what is hidden from the eye only counts as there.
SHOWN = "[...document.querySelectorAll('*')].map(node => +node.checkVisibility({visibilityProperty: true})).join('')"
# Contrast costs more than all other rules together, and is judged on the telephone and on the desk. The tablet has the colours
# of the telephone (tests/look/test_style_rules.py holds that), and what it alone could show or hide is seen at one of the ends.
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
# What the width alone can change where the same elements are there: all other rules read the document and not the picture.
BY_WIDTH = ("scrollable-region-focusable",)


def click(self, *args, **kwargs):
    """What is looked at next is on the page that this click led to: Playwright waits until it begins to come, and not until it is there."""
    quick_click(self, *args, **kwargs)
    self.page.wait_for_load_state()


quick_click, Locator.click = Locator.click, click


class Portal(NamedTuple):
    """A portal that runs: its address, the folder of its data, and what its processes were started with."""

    address: str
    folder: Path
    env: dict


@pytest.fixture(scope="session")
def portal():
    """A portal of its own, seeded with the sample city."""
    with started() as portal:
        yield portal


@contextlib.contextmanager
def started(**more):
    """A portal as `make run` starts it, with an empty folder for its data; `more` stands in its environment. It ends with the block."""
    folder = tempfile.mkdtemp(prefix="kyodo-browser-")
    port = free_port()
    dropped = ("KYODO_", "DATABASE_URL", "EMAIL_URL", "SECRET_KEY", "DJANGO_", "DEBUG", "LOG_LEVEL")
    env = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    env |= {
        "KYODO_PYTHON": sys.executable,
        "KYODO_DATA_DIR": folder,
        "PORT": str(port),
        "KYODO_UNDO_MINUTES": "0",  # nobody waits
        **more,
    }
    if "TESTS_TEMPLATE" in os.environ:  # a hundred migrations take a minute: the tables are those of tests/tables.py
        lay_tables(Path(folder) / "kyodo.sqlite3", more.get("KYODO_SAMPLE"))
    with open(Path(folder) / "log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "run.py"],
            cwd=ROOT,
            env=env,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            preexec_fn=dies_with_us,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process, Path(folder) / "log")
        yield Portal(f"http://127.0.0.1:{port}", Path(folder), env)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def lay_tables(path, city):
    """The first city's were made by tests/all.py; what another one begins with is in its own words."""
    if city is None:
        shutil.copy(os.environ["TESTS_TEMPLATE"], path)
        return
    env = clean_environment(DJANGO_SETTINGS_MODULE="tests.settings", TESTS_TEMPLATE=str(path), TESTS_CITY=city)
    subprocess.run([sys.executable, "-m", "tests.tables"], cwd=ROOT, env=env, check=True)


@pytest.fixture(scope="session")
def site(portal):
    """The address of the portal."""
    return portal.address


@pytest.fixture(scope="session")
def village_site():
    """The address of the village's portal: the second sample city."""
    with started(KYODO_SAMPLE="mura") as portal:
        yield portal.address


@pytest.fixture
def city(new_page, sign_in):
    """People of the sample city at their screens."""
    return City(new_page, sign_in)


@pytest.fixture
def crowd(portal):
    """crowd("people", 4, 14): what many people do meanwhile (crowd.py), with the portal's own database and settings."""

    def do(what, *keys):
        env = portal.env | {
            "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings",
            "KYODO_ORIGIN": portal.address,
            "LOG_LEVEL": "WARNING",
        }
        subprocess.run([sys.executable, "-m", "tests.browser.crowd", what, *map(str, keys)], cwd=ROOT, env=env, check=True)

    return do


def wait_for(address, process, log, seconds=300):
    for _ in range(seconds * 5):
        if process.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=3):
            return
        time.sleep(0.2)
    raise RuntimeError("the portal did not start:\n" + log.read_text(errors="replace")[-3000:])


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    assert path, "Chromium is missing: make test installs it on Debian"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Tabs:
    """Open tabs, each in a context of its own. A tab that was given back is cleaned and lent again: a new one takes half a second."""

    def __init__(self, chromium, site):
        self.chromium, self.site = chromium, site
        self.free, self.wrong = {}, []

    def lend(self, **settings):
        waiting = self.free.setdefault(tuple(settings.values()), [])
        page = waiting.pop() if waiting else self.open(**settings)
        page.set_default_timeout(PATIENCE)
        return page

    def take_back(self, page, **settings):
        page.goto("about:blank")
        page.emulate_media(media="null")
        page.context.clear_cookies()
        self.free[tuple(settings.values())].append(page)

    def open(self, **settings):
        page = self.chromium.new_context(base_url=self.site, locale="ja-JP", **settings).new_page()
        page.on("request", lambda request: self.foreign(request.url))
        page.on("response", lambda answer: self.wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        page.on("console", self.noted)
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        return page

    def foreign(self, url):
        if not url.startswith((self.site, "data:", "blob:", "about:")):
            self.wrong.append(f"request to another host: {url}")

    def noted(self, message):
        # A refused page (403, 404, 409 …) is an answer; the browser calls it an error on the console.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def tabs(chromium, site):
    return Tabs(chromium, site)


@pytest.fixture
def new_page(tabs):
    """new_page(width=…, javascript=…): a visitor without cookies; what went wrong on the way fails the test."""
    lent = []

    def make(width=1280, *, javascript=True, bypass_csp=False):
        settings = {"java_script_enabled": javascript, "bypass_csp": bypass_csp}
        page = tabs.lend(**settings)
        page.set_viewport_size({"width": width, "height": 800})
        lent.append((page, settings))
        return page

    yield make
    for page, settings in lent:
        tabs.take_back(page, **settings)
    wrong, tabs.wrong = tabs.wrong, []
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def sign_in(site):
    """sign_in(page, "dantai"): through the sign-in page, as one of the eight people of the sample city."""

    def go(page, who):
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(f"{who}@example.jp")
        page.locator("input[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("input[name=password]").press("Enter")
        assert "/accounts/login/" not in page.url, page.locator("main").inner_text()
        return page

    return go


def judged(page, width, seen):
    """axe's violations on the page as it stands at this width. `seen`: what was there at the widths judged before, to be added to."""
    between, shown = width not in (min(WIDTHS), max(WIDTHS)), page.evaluate(SHOWN)
    if shown in seen:
        rules = BY_WIDTH if between else (*BY_WIDTH, "color-contrast")
        return page.evaluate(JUDGE, {"runOnly": {"type": "rule", "values": rules}})
    seen.add(shown)
    return page.evaluate(JUDGE, WITHOUT_CONTRAST if between else {})


def assert_accessible(page):
    """axe finds nothing at any width, and nothing sticks out sideways, not even on the narrowest telephone.

    The page is loaded once and drawn anew for each width. Where a width shows the same elements as one before, only the rules
    are asked that look at the picture.
    """
    before = page.viewport_size
    problems, seen = [], set()
    page.evaluate(AXE)
    for width in (NARROWEST, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            problems.append(f"{page.url} at {width}px is {overflow}px too wide")
        for violation in judged(page, width, seen) if width in WIDTHS else []:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            problems.append(f"{page.url} at {width}px: {violation['id']} ({violation['impact']}): {nodes}")
    page.set_viewport_size(before)
    assert not problems, "\n".join(problems)
