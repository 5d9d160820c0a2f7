"""A day's work in browsers that get in each other's way: `python tests/bench/two_browsers.py MINUTES [SEED]`.

The sample city on PostgreSQL, two servers and a worker. People of every role, each in two windows, open the same forms, write into them, attach
files and press at the same moment, whatever the button; what lies beside is fetched as a table or for printing. Prints every answer of
500 and more, and every 409 that does not give back what was typed, when it happens, and the figures once a minute and at the end:
rounds, presses, answers, 5xx, texts lost, what was broken off. The minutes count from the first round on. Ends with 1 where there is
an error page or a lost text.
"""

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from kyodo_portal.accounts.sample import PASSWORD  # noqa: E402
from tests import postgres  # noqa: E402
from tests.all import chromium, clean_environment  # noqa: E402

PEOPLE = ("dantai", "dantai2", "jumin", "kosharu", "tanto", "jimukyoku", "shinsa")
STARTS = (
    "/me/",
    "/inbox/",
    "/admin/",
    "/projects/",
    "/projects/board/",
    "/projects/review/",
    "/partners/",
    "/desk/",
    "/requests/",
    "/events/",
)
FIRST_PAGES, PAGES_OF_A_PERSON, ROWS_OF_A_KIND = 80, 260, 4  # looked at before the first round, and later on
# What ends the day for a person: signing out, another password, closing the account.
LEFT_ALONE = re.compile(
    r"/(accounts|sample|staff/first-city)/|/me/(close|data)|/admin/(accounts|auth|personal|password_change|logout)|/export"
)
# Fields in words get a mark by which they are known again; what looks like a number or a day stays as it is.
FILL = """(form, mark) => {
  form.noValidate = true;
  const words = [];
  const often = () => Math.random() < 0.4;
  for (const box of form.elements) {
    if (box.name.includes("__prefix__")) continue;  // the row from which the admin makes new ones: nobody sees it
    if (box.disabled || box.readOnly || box.type === 'hidden' || box.type === 'submit' || box.tagName === 'BUTTON') continue;
    if (box.tagName === 'SELECT') {
      const all = [...box.options].filter(one => one.value && !one.disabled);
      if (all.length && !box.multiple && (!box.value || often())) box.value = all[Math.floor(Math.random() * all.length)].value;
    } else if (box.type === 'radio') {
      if (often() || !form.querySelector(`[name="${CSS.escape(box.name)}"]:checked`)) box.checked = true;
    } else if (box.type === 'checkbox') {
      if (box.required || Math.random() < 0.2) box.checked = box.required || !box.checked;
    } else if (box.tagName === 'TEXTAREA' || (box.type === 'text' && !/^[\\d０-９年月日時分円.,:/ -]+$/.test(box.value) && !box.inputMode)) {
      if (box.value && !often()) continue;
      const day = /日/.test((box.labels && box.labels[0] || box).textContent || '') && box.tagName === 'INPUT';
      box.value = day ? '2026年12月18日' : (box.value ? box.value + ' ' : '見本 ') + mark;
      if (!day) words.push(box.name);
    } else if (box.inputMode === 'numeric' && !box.value) box.value = '1';
  }
  return words;
}"""


@contextmanager
def portal():
    """The address of a portal that runs on a PostgreSQL of its own, with the sample city."""
    port = postgres.free_port()
    with tempfile.TemporaryDirectory(prefix="kyodo-two-") as folder, postgres.cluster() as url:
        env = clean_environment(
            DATABASE_URL=url, KYODO_DATA_DIR=folder, SECRET_KEY="x" * 50, KYODO_SAMPLE="1", KYODO_HTTPS="0", KYODO_UNDO_MINUTES="0",
            KYODO_ORIGIN=f"http://127.0.0.1:{port}", PORT=str(port), EMAIL_URL="dummymail://", LOG_LEVEL="WARNING", KYODO_WORKERS="2",
        )  # fmt: skip
        tables = {"DJANGO_SETTINGS_MODULE": "kyodo_portal.settings", "KYODO_PROCESS": "command"}
        subprocess.run([sys.executable, "-m", "tests.tables"], cwd=ROOT, env=env | tables, check=True)
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        server, worker = ["-m", "gunicorn", "-c", "gunicorn.conf.py", "kyodo_portal.wsgi"], ["manage.py", "worker"]
        log = open(Path(tempfile.gettempdir()) / f"kyodo-two-{port}.log", "wb")  # it outlives the portal
        print(f"log: {log.name}", flush=True)
        running = [
            subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=log, stderr=log) for words in (server, worker)
        ]
        try:
            while not answers(f"http://127.0.0.1:{port}/readyz"):
                time.sleep(0.3)
            yield f"http://127.0.0.1:{port}"
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
            for process in running:
                process.wait(60)


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=3).status == 200
    except OSError:
        return False


def is_the_answer(response):
    """Whether this ends what a press began: no part of a page, and no way on to another address."""
    return response.request.is_navigation_request() and not 300 <= response.status < 400


def is_a_page(response):
    """Whether the window goes on to what came; a file leaves it where it is."""
    kept = response.headers.get("content-disposition", "").startswith("attachment")
    return response.headers.get("content-type", "").startswith("text/html") and not kept


class Window:
    """One browser window of one person, and the answers that it got."""

    def __init__(self, who, page, day):
        self.who, self.page, self.day, self.marks, self.documents = who, page, day, [], 0
        page.on("response", self.answered)
        page.on("framenavigated", self.went_on)

    def answered(self, answer):
        self.day.answers[answer.status // 100 * 100 if answer.status not in (403, 404, 409) else answer.status] += 1
        if answer.status >= 500:
            self.day.went_wrong(f"{answer.status} {answer.request.method} {urlsplit(answer.url).path} ({self.who})")

    def went_on(self, frame):
        self.documents += frame == self.page.main_frame

    async def stands(self, before):
        """Wait until the page that an answer brought stands as a whole: an answer is there before the window leaves the old page.

        before: `documents` when the press began.
        """
        async with asyncio.timeout(25):
            while self.documents == before:
                await asyncio.sleep(0.02)
        await self.page.wait_for_load_state()

    async def open(self, path):
        answer = await self.page.goto(path)
        return answer is not None and answer.status == 200

    async def fill(self, number, mark):
        """Write into the form of this number; the marks that were typed, and the buttons that send it."""
        form = (await self.page.query_selector_all("main form, #content form"))[number]
        self.marks = [mark] if await form.evaluate(FILL, mark) else []
        for box in await form.query_selector_all("input[type=file]"):
            if random.random() < 0.7:
                content = b"%PDF-1.4 " + mark.encode() + random.randbytes(30_000)
                await box.set_input_files({"name": f"{mark}.pdf", "mimeType": "application/pdf", "buffer": content})
        # What only the Enter key presses lies in the form unseen.
        sending = "button:not([type=button]):not([type=reset]):not([tabindex='-1']), input[type=submit]:not([tabindex='-1'])"
        return [button for button in await form.query_selector_all(sending) if await button.is_visible()]

    async def press(self, button, path):
        """Click, and look at what came, be it a page or a file: a 409 gives back what was typed."""
        label, before = re.sub(r"\s+", " ", await button.inner_text()), self.documents
        try:
            async with self.page.expect_event("response", is_the_answer, timeout=25_000) as landed:
                await button.click(no_wait_after=True)
            answer = await landed.value
            if is_a_page(answer):
                await self.stands(before)
        except Exception as error:
            self.day.odd[f"{type(error).__name__} at {re.sub(r'[0-9]+', '0', path)}: {label}"] += 1
            return
        if answer.status == 409:
            text = await answer.text()  # the answer itself: on a busy machine the page may still be the one that was left
            if lost := [mark for mark in self.marks if mark not in text]:
                self.day.went_wrong(f"409 without what was typed: {path} ({self.who}) {lost}")


class Day:
    def __init__(self, site):
        self.site, self.answers, self.odd, self.wrong, self.pressed = site, Counter(), Counter(), [], Counter()
        self.forms, self.beside, self.rounds = {}, set(), 0

    def figures(self):
        """What the day has come to, in one line; broken off is what had no answer in time, or no page behind it."""
        faults = sum(" without what was typed" not in what for what in self.wrong)
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(self.answers.items()))
        return (
            f"{self.rounds} rounds, {sum(self.pressed.values())} presses on {len(self.pressed)} kinds of pages; answers {answers}; "
            f"5xx {faults}; texts lost {len(self.wrong) - faults}; broken off {sum(self.odd.values())}"
        )

    def went_wrong(self, what):
        """Counted for the end, and said at once: the log beside it says why at the same minute."""
        self.wrong.append(what)
        print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)

    async def sign_in(self, browser, who):
        windows = []
        context = await browser.new_context(base_url=self.site, locale="ja-JP")
        page = await context.new_page()
        page.set_default_timeout(25_000)
        await page.goto("/accounts/login/")
        await page.fill("input[name=login]", f"{who}@example.jp")
        await page.fill("input[name=password]", PASSWORD)
        async with page.expect_navigation():
            await page.press("input[name=password]", "Enter")
        windows.append(Window(who, page, self))
        other = await browser.new_context(base_url=self.site, locale="ja-JP", storage_state=await context.storage_state())
        windows.append(Window(who, await other.new_page(), self))
        windows[1].page.set_default_timeout(25_000)
        return windows

    async def look_around(self, window, most):
        """Which pages with forms this person finds by following links; some rows of each kind, at most so many pages."""
        seen, kinds, waiting = set(), Counter(), list(STARTS)
        while waiting and len(seen) < most:
            path = waiting.pop(0)
            kind = re.sub(r"\d+", "0", path)
            if path in seen or LEFT_ALONE.search(path) or kinds[kind] >= ROWS_OF_A_KIND:
                continue
            seen.add(path)
            kinds[kind] += 1
            answer = await window.page.context.request.get(path, max_redirects=0)
            if answer.status >= 500:
                self.went_wrong(f"{answer.status} GET {path} ({window.who})")
            if answer.status != 200:
                continue
            if not answer.headers.get("content-type", "").startswith("text/html"):
                self.beside.add((window.who, path))
                continue
            text = await answer.text()
            main = text.partition("<main")[2].partition("</main>")[0] or text.partition('id="content"')[2]
            found = [link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', main)]
            waiting += [
                link.replace("&amp;", "&") for link in random.sample(found, len(found)) if not link.startswith(("//", "/static/"))
            ]
            if len(re.findall(r'<form[^>]*method="post"', main)):
                self.forms.setdefault(path, set()).add(window.who)

    async def meet(self, windows, number):
        """Two windows at the same form: both write, both press at once, each some button."""
        path = random.choice(list(self.forms))
        who = random.choice(list(self.forms[path]))
        others = [name for name in self.forms[path] if name != who]
        pair = [windows[who][0], windows[random.choice(others)][0] if others and random.random() < 0.7 else windows[who][1]]
        if not all(await asyncio.gather(*(window.open(path) for window in pair))):
            self.forms.pop(path)
            return
        ready = []
        for place, window in enumerate(pair):
            forms = await window.page.query_selector_all("main form, #content form")
            posts = [at for at, form in enumerate(forms) if (await form.get_attribute("method") or "").lower() == "post"]
            if not posts:
                return
            buttons = await window.fill(random.choice(posts), f"しるし{number}の{place}")
            if buttons:
                ready.append((window, random.choice(buttons)))
        await asyncio.gather(*(window.press(button, path) for window, button in ready))
        self.pressed[re.sub(r"\d+", "0", path)] += len(ready)
        for window in pair:  # what is asked to be confirmed is confirmed, also by both at once
            found = re.search(r'<form[^>]*method="post"', await window.page.content())
            path_now = urlsplit(window.page.url).path
            if found and not LEFT_ALONE.search(path_now):
                self.forms.setdefault(path_now, set()).add(window.who)

    async def fetch(self, windows):
        who, path = random.choice(list(self.beside))
        await windows[who][0].page.context.request.get(path)


async def work(site, minutes):
    from playwright.async_api import async_playwright

    day = Day(site)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        windows = {who: await day.sign_in(browser, who) for who in PEOPLE}
        await look(day, windows, FIRST_PAGES)
        began = looked = told = time.monotonic()
        while time.monotonic() < began + minutes * 60:
            if time.monotonic() > looked + (600 if day.rounds > 200 else 120):  # what the day brought is found, too
                await look(day, windows, PAGES_OF_A_PERSON)
                looked = time.monotonic()
            if time.monotonic() > told + 60:
                print(f"{time.strftime('%H:%M:%S')} {day.figures()}", flush=True)
                told = time.monotonic()
            await one_round(day, windows)
        await browser.close()
    return day


async def look(day, windows, most):
    """Everybody looks around at once."""
    await asyncio.gather(*(day.look_around(pair[0], most) for pair in windows.values()))
    print(f"{time.strftime('%H:%M:%S')} {len(day.forms)} pages with forms, {len(day.beside)} files", flush=True)


async def one_round(day, windows):
    day.rounds += 1
    try:
        await day.meet(windows, day.rounds)
        if day.beside and day.rounds % 5 == 0:
            await day.fetch(windows)
    except Exception as error:
        day.odd[f"{type(error).__name__}: {str(error)[:80]}"] += 1


def main(minutes, seed):
    random.seed(seed)
    began = time.monotonic()
    with portal() as site:
        print(f"the sample city stands after {time.monotonic() - began:.0f} s", flush=True)
        day = asyncio.run(work(site, minutes))
    print(day.figures())
    for name, found in (("broken off", day.odd), ("wrong", Counter(day.wrong))):
        print("\n".join(f"{name}: {count} × {what}" for what, count in found.most_common()) or f"{name}: nothing")
    return 1 if day.wrong else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "day"))
