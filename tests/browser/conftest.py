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

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from kyodo_portal.accounts.sample import PASSWORD
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
WIDTHS = (360, 768, 1280)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="session")
def site():
    """The address of a portal of its own, seeded with the sample city."""
    folder = tempfile.mkdtemp(prefix="kyodo-browser-")
    port = free_port()
    dropped = ("KYODO_", "DATABASE_URL", "EMAIL_URL", "SECRET_KEY", "DJANGO_", "DEBUG", "LOG_LEVEL")
    env = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    env |= {"KYODO_PYTHON": sys.executable, "KYODO_DATA_DIR": folder, "PORT": str(port)}
    with open(Path(folder) / "log", "wb") as log:
        portal = subprocess.Popen([sys.executable, "run.py"], cwd=ROOT, env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", portal, Path(folder) / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        portal.send_signal(signal.SIGTERM)
        portal.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address, portal, log, seconds=180):
    for _ in range(seconds * 5):
        if portal.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=3):
            return
        time.sleep(0.2)
    raise RuntimeError("the portal did not start:\n" + log.read_text(errors="replace")[-3000:])


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("KYODO_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "Chromium is missing: make test installs it on Debian"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, site):
    """new_page(width=…, javascript=…): a visitor with a context of its own; what went wrong on the way fails the test."""
    contexts, wrong = [], []

    def make(width=1280, *, javascript=True, bypass_csp=False):
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 800},
            locale="ja-JP",
            java_script_enabled=javascript,
            bypass_csp=bypass_csp,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: foreign(request.url))
        page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
        page.on("console", lambda message: noted(message))
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        return page

    def foreign(url):
        if not url.startswith((site, "data:", "blob:", "about:")):
            wrong.append(f"request to another host: {url}")

    def noted(message):
        # A refused page (403, 404, 409 …) is an answer; the browser calls it an error on the console.
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(f"console: {message.text}")

    yield make
    for context in contexts:
        context.close()
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


def assert_accessible(page, widths=WIDTHS):
    """axe finds nothing at any width, and nothing sticks out sideways."""
    before = page.viewport_size
    problems = []
    page.evaluate(Axe().axe_script)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            problems.append(f"{page.url} at {width}px is {overflow}px too wide")
        for violation in page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)"):
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            problems.append(f"{page.url} at {width}px: {violation['id']} ({violation['impact']}): {nodes}")
    page.set_viewport_size(before)
    assert not problems, "\n".join(problems)
