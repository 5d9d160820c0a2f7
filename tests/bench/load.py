"""A city at work: 200 people who click every ten seconds, through two workers of gunicorn and the worker of the clock.

    tests/bench/load.py                           five minutes on SQLite, then on PostgreSQL (a cluster of its own)
    tests/bench/load.py --slow postgresql         the same behind nginx, with 200 visitors more who send and read by drops
    tests/bench/load.py --soak                    a day of the clock in half an hour: memory of each process from hour to hour

Of 200 people 140 read what a visitor finds by following links, 25 are residents who also send voices, 20 write proposals of their groups,
15 are staff who read the lists and put groups right. Whoever clicks waits ten seconds on average; pages are read whole. The people are
threads of one process, whose share of the processor is printed beside that of the portal.
"""

import argparse
import html
import http.client
import os
import random
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

VISITORS, RESIDENTS, GROUPS, STAFF = 140, 25, 20, 15
THINKING = 10  # seconds between two clicks of one person, on average
MINUTES, WARMING = 5, 20  # seconds at the beginning that are not counted
WORKERS = 2
SPEED, SOAK_HOURS = 48, 24  # the soak's clock: so many seconds in one
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


# ---- the people and what they have ------------------------------------------------------------------------------------------
def people():
    """{kind: [cookie, where this person writes]} in a city that `prepare` seeded."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from tests import build

    def cookie(person):
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    call = build.call("見本の負荷の募集")
    (office, _), staff, groups = build.office("secretariat"), [], []
    for number in range(STAFF):
        build.join(clerk := build.user(), office)
        body = build.partner(f"見本の会{number}")
        staff.append((cookie(clerk), f"/admin/partners/partner/{body.pk}/change/"))
    for number in range(GROUPS):
        body, _, person = build.group(f"見本の団体{number}")
        groups.append((cookie(person), f"{build.draft(body, person, to=call).get_absolute_url()}edit/idea/"))
    long_ago = timezone.now() - timedelta(days=100)  # on the first day one may send fewer voices
    residents = [(cookie(build.user(date_joined=long_ago)), "/voices/send/") for _ in range(RESIDENTS)]
    return {"visitor": [(None, None)] * VISITORS, "resident": residents, "group": groups, "staff": staff}


def rows_written():
    """What stands of what the people sent."""
    from partners.models import Partner
    from projects.models import Proposal, Voice

    ours = {"voices": (Voice, "text"), "proposals": (Proposal, "summary"), "groups": (Partner, "purpose")}
    found = {}
    for name, (model, column) in ours.items():
        found[name] = model.objects.filter(**{f"{column}__startswith": TEXT}).count()
    return ", ".join(f"{number} {name}" for name, number in found.items())


# ---- a browser, as small as can be ----------------------------------------------------------------------------------------
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


# ---- slow visitors ---------------------------------------------------------------------------------------------------------
def drop_by_drop(port, over, number):
    """A visitor on a bad line: the question in pieces of a few letters, the answer a kilobyte a second."""
    while not over.is_set():
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            question = f"GET /guidelines/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Slow: {'x' * 400}\r\nConnection: close\r\n\r\n".encode()
            for start in range(0, len(question), 16):
                line.sendall(question[start : start + 16])
                if over.wait(0.3):
                    return
            while line.recv(1024):
                if over.wait(1):
                    return


@contextmanager
def behind_nginx(port):
    """deploy/nginx/kyodo.conf without TLS, on a port of its own."""
    from tests.postgres import free_port

    if not shutil.which("nginx"):
        sys.exit("nginx is missing: apt-get install nginx-light")
    front, folder = free_port(), tempfile.mkdtemp(prefix="kyodo-nginx-")
    text = (ROOT / "deploy/nginx/kyodo.conf").read_text().partition("\n}\n\nserver {")[0] + "\n}"
    text = re.sub(r"^ *(ssl_|listen \[|access_log|error_log).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{front};").replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    text = f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{ worker_connections 2048; }}\nhttp {{\naccess_log off;\n{temporary}{text}\n}}\n"
    # The portal is asked by the name that the visitor typed, with its port.
    text = text.replace("proxy_set_header Host $host;", "proxy_set_header Host $http_host;")
    (Path(folder) / "nginx.conf").write_text(text)
    server = subprocess.Popen(["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"])
    try:
        time.sleep(1)
        yield front
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


# ---- what it costs ---------------------------------------------------------------------------------------------------------
def family(pid):
    found = [pid]
    with suppress(OSError):
        for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += family(int(word))
    return found


def spent(pids):
    """Seconds that processes have had of the processor."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """MB of a process, shared pages by parts."""
    with suppress(OSError):
        return int(re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1]) / 1024
    return 0


@contextmanager
def running(*command, **env):
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env={**os.environ, **env})
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def portal(*, fast=False):
    """(port, process of gunicorn, process of the worker); `fast`: their clock runs SPEED times as fast."""
    from tests.postgres import free_port

    port = free_port()
    more = {
        "PORT": str(port),
        "KYODO_WORKERS": str(WORKERS),
        "KYODO_ORIGIN": f"http://127.0.0.1:{port}",
        "BENCH_SPEED": str(SPEED if fast else 1),
    }
    site = ["-m", "gunicorn", "-c", "gunicorn.conf.py", "--max-requests", "0", "tests.bench.load_site:application"]
    with running(*site, **more) as web, running("-m", "tests.bench.load_site", **more) as worker:
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.2)
        time.sleep(2)  # the second worker
        yield port, web, worker


# ---- the runs --------------------------------------------------------------------------------------------------------------
@contextmanager
def crowd(port, everybody, told, over):
    number, threads = 0, []
    for kind, people in everybody.items():
        for cookie, writes_at in people:
            number += 1
            one = Person(number, kind, cookie, writes_at, port, told)
            threads.append(threading.Thread(target=one.live, args=(over,), daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(40)


def load(name, minutes, slow):
    everybody, told, over = begin(), Told(), threading.Event()
    with ExitStack() as stack:
        port, web, worker = stack.enter_context(portal())
        if slow:
            port = stack.enter_context(behind_nginx(port))
            for number in range(200):
                threading.Thread(target=drop_by_drop, args=(port, over, number), daemon=True).start()
        before, own = spent(family(web.pid)), resource.getrusage(resource.RUSAGE_SELF)
        with crowd(port, everybody, told, over):
            time.sleep(minutes * 60)
            seconds = minutes * 60
            used, mine = spent(family(web.pid)) - before, resource.getrusage(resource.RUSAGE_SELF)
        generator = mine.ru_utime + mine.ru_stime - own.ru_utime - own.ru_stime
        written = rows_written()
        clicks = sum(map(len, told.took.values()))
        print(
            f"\n{name}{', behind nginx with 200 slow visitors' if slow else ''}: {sum(map(len, everybody.values()))} people, {minutes} minutes"
        )
        told.table()
        print(
            f"  {clicks / (seconds - WARMING):.1f} clicks a second; written: {written}; processor: gunicorn {used / seconds:.2f} of {os.cpu_count()}, the people {generator / seconds:.2f}"
        )
        print(f"  memory of the workers {[round(memory(pid)) for pid in family(web.pid)[1:]]} MB", flush=True)


def soak(name):
    """The clock's day in half an hour, read and written all the time; what each process holds at each hour of the clock."""
    everybody, told, over = begin(), Told(), threading.Event()
    with portal(fast=True) as (port, web, worker), crowd(port, everybody, told, over):
        held = defaultdict(list)
        print(f"\n{name}, soak: hour of the clock, MB of gunicorn's workers, MB of the worker of the clock")
        for hour in range(1, SOAK_HOURS + 1):
            time.sleep(3600 / SPEED)
            now = {"gunicorn": sum(map(memory, family(web.pid)[1:])), "worker": memory(worker.pid)}
            for who, value in now.items():
                held[who].append(value)
            print(f"  {hour:3} {now['gunicorn']:6.0f} {now['worker']:6.0f}", flush=True)
        for who, values in held.items():
            early, late = statistics.mean(values[5:9]), statistics.mean(values[-4:])
            print(f"  {who}: {early:.0f} MB after six hours, {late:.0f} MB at the end, {late / early:.2f} ×")
    told.table()


def begin():
    import django

    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True)
    django.setup()
    return people()


def main():
    from tests.postgres import cluster

    words = argparse.ArgumentParser()
    words.add_argument("databases", nargs="*", default=["sqlite", "postgresql"])
    words.add_argument("--minutes", type=float, default=MINUTES)
    words.add_argument("--slow", action="store_true")
    words.add_argument("--soak", action="store_true")
    said = words.parse_args()
    for name in said.databases:
        if "BENCH_RUN" in os.environ:
            soak(name) if said.soak else load(name, said.minutes, said.slow)
            continue
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            env = {
                **os.environ, "KYODO_DATA_DIR": folder, "SECRET_KEY": "bench" * 12, "KYODO_HTTPS": "0", "KYODO_SAMPLE": "1",
                "LOG_LEVEL": "ERROR", "KYODO_STAFF_MFA": "0", "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings", "BENCH_RUN": "1",
                "EMAIL_URL": "memorymail://", "KYODO_PROXY_COUNT": "1", "PYTHONPATH": str(ROOT),
            }  # fmt: skip
            if name == "postgresql":
                env["DATABASE_URL"] = stack.enter_context(cluster())
            flags = ["--slow"] * said.slow + ["--soak"] * said.soak
            subprocess.run(
                [sys.executable, __file__, name, "--minutes", str(said.minutes), *flags], cwd=ROOT, env=env, check=True
            )


if __name__ == "__main__":
    main()
