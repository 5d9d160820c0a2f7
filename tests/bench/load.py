"""A city at work: 200 people who click every ten seconds, through two workers of gunicorn and the worker of the clock.

    tests/bench/load.py                           five minutes on SQLite, then on PostgreSQL (a cluster of its own)
    tests/bench/load.py --slow postgresql         the same behind nginx, with 200 visitors more who send and read by drops
    tests/bench/load.py --soak                    a day of the clock in half an hour: memory of each process from hour to hour

Of 200 people 140 read what a visitor finds by following links, 25 are residents who also send voices, 20 write proposals of their groups,
15 are staff who read the lists and put groups right. Whoever clicks waits ten seconds on average; pages are read whole. The people are
threads of one process, whose share of the processor is printed beside that of the portal.
"""

import argparse
import os
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
from collections import defaultdict
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from load_people import TEXT, WARMING, Person, Told  # noqa: E402

VISITORS, RESIDENTS, GROUPS, STAFF = 140, 25, 20, 15
MINUTES = 5
WORKERS = 2
SPEED, SOAK_HOURS = 48, 24  # the soak's clock: so many seconds in one


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


def held_by(web, worker):
    """What every process of the portal holds, as a machine must have it: the figure of README.md and docs/operations.md."""
    first, *pages = map(memory, family(web.pid))
    together = first + sum(pages) + memory(worker.pid)
    workers = " and ".join(f"{each:.0f}" for each in pages)
    return f"PSS: gunicorn {first:.0f} MB, its workers {workers}, the worker of the clock {memory(worker.pid):.0f}; together {together:.0f} MB"


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
        print(f"  {held_by(web, worker)}", flush=True)


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
