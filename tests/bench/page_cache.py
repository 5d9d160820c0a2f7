"""The page cache under fire: four writers change what pages show while visitors read through two workers of gunicorn.

In the sample city a text of every public column that stands on a page of a visitor is watched (watched.py), four of them at a time. Each
carries a number that its writer counts up; after the COMMIT the writer tells the number. A visitor notes it before it asks: an answer
that shows a smaller one is stale. Then what a kept page costs the processor, beside a bare view of Django and /healthz, which runs the
portal's outer middleware. `page_cache.py` runs both databases; PostgreSQL is a cluster of its own.
"""

import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
PAGES, WRITERS, READERS, WORKERS = 3_000, 4, 6, 2
A_ROUND = 40  # kept pages that are looked at before other texts are written
TOKEN = re.compile(r"Zz(\d+)x(\d+)zZ")
COSTS = ("/healthz", "/partners/", "/projects/", "/")


# ---- the watched texts ----------------------------------------------------------------------------------------------------
def write(row, column, text, way):
    """One committed change: by a QuerySet, by SQL, with other rows in a transaction, or many rows at once."""
    from django.db import connection, transaction

    from partners.models import Partner

    model = type(row)
    if way == 0:
        model._base_manager.filter(pk=row.pk).update(**{column: text})
    elif way == 1:
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE id = %s', [text, row.pk])
    elif way == 2:
        with transaction.atomic():
            others = Partner.objects.filter(memberships=None).exclude(pk=row.pk if model is Partner else None)
            Partner.objects.filter(pk=others.order_by("?").values("pk")[:1]).update(search_text="見本")
            model._base_manager.filter(pk=row.pk).update(**{column: text})
    else:
        setattr(row, column, text)
        model._base_manager.bulk_update([row], [column])


class Fire:
    """Writers and visitors, until enough kept pages were looked at."""

    def __init__(self, watched, port):
        self.watched, self.port = watched, port
        self.told = [0] * len(watched)
        self.rounds = -(-len(watched) // WRITERS)
        self.pages = max(PAGES, self.rounds * A_ROUND)
        self.over, self.lock = threading.Event(), threading.Lock()
        self.kept = self.made = self.stale = self.written = 0
        self.failed = []
        self.on = {}
        for number, (_, _, addresses) in enumerate(watched):
            for address in addresses:
                self.on.setdefault(address, []).append(number)

    def begins(self):
        """The first of the texts that are written and looked at now, one of each writer: the kept pages say which are next."""
        return self.kept // A_ROUND % self.rounds * WRITERS

    def alone(self, work, number):
        """A thread that ends in another way than it should ends the run."""
        try:
            work(number)
        finally:
            self.over.set()

    def writer(self, mine):
        from django.db import connection

        chance = random.Random(mine)
        while not self.over.is_set():
            number = self.begins() + mine
            if number >= len(self.watched):
                time.sleep(0.1)
                continue
            row, column, _ = self.watched[number]
            count = self.told[number] + 1
            try:
                write(row, column, f"Zz{number}x{count}zZ", chance.randrange(4))
            except Exception as error:
                self.failed.append(repr(error))
                continue
            self.told[number] = count
            self.written += 1
            time.sleep(chance.uniform(0, 1))
        connection.close()

    def reader(self, seed):
        chance, line = random.Random(seed), http.client.HTTPConnection("127.0.0.1", self.port)
        while not self.over.is_set():
            begins = self.begins()
            addresses = [one for text in self.watched[begins : begins + WRITERS] for one in text.addresses]
            address = chance.choice(addresses or [*self.on])
            expected = {number: self.told[number] for number in self.on[address]}
            line.request("GET", address)
            answer = line.getresponse()
            said = {}
            for number, count in TOKEN.findall(answer.read().decode().replace("<wbr>", "")):
                said[int(number)] = min(int(count), said.get(int(number), int(count)))
            with self.lock:
                wrong = {n: (said.get(n), count) for n, count in expected.items() if count and said.get(n, -1) < count}
                if answer.status != 200:
                    self.failed.append(f"{address}: {answer.status}")
                self.stale += bool(wrong)
                if wrong:
                    print("stale", address, wrong)
                if answer.headers.get("X-Kept"):
                    self.kept += 1
                else:
                    self.made += 1
                if (self.kept + self.made) % 500 == 0:
                    print(f"  {self.kept:,} kept, {self.made:,} made, {self.written:,} written", flush=True)
                if self.kept >= self.pages:
                    self.over.set()

    def settle(self):
        """Leaves out an address that no longer shows a text since others were written too: what a list shows goes by its order."""
        from django.test import Client

        visitor = Client(SERVER_NAME="127.0.0.1")
        for address, numbers in self.on.items():
            said = {int(number) for number, _ in TOKEN.findall(visitor.get(address).content.decode().replace("<wbr>", ""))}
            for number in set(numbers) - said:
                numbers.remove(number)
                self.watched[number].addresses.remove(address)

    def run(self):
        for number, (row, column, _) in enumerate(self.watched):
            write(row, column, f"Zz{number}x1zZ", 0)
            self.told[number] = 1
        self.settle()
        threads = [threading.Thread(target=self.alone, args=(self.writer, n)) for n in range(WRITERS)]
        threads += [threading.Thread(target=self.alone, args=(self.reader, n)) for n in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return f"{self.stale} stale of {self.kept:,} kept and {self.made:,} new pages, {self.written:,} writes; failed: {self.failed[:3]}"


KILLED = """
import django, os, signal
django.setup()
from django.db import transaction
from partners.models import Partner
with transaction.atomic():
    Partner.objects.update(pr="killed")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(row, column):
    """A writer that is gone in the middle of a transaction with all its triggers: nothing stays of it, and the next one need not wait."""
    from kyodo_portal.pages.data_version import data_version

    before = data_version()
    ended = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT).returncode
    same, began = data_version() == before, time.monotonic()
    write(row, column, "after", 0)
    waited = time.monotonic() - began
    return f"a writer killed ({ended}): mark {'the same' if same else 'RENEWED'}, the next write took {waited * 1000:.0f} ms"


# ---- what it costs --------------------------------------------------------------------------------------------------------
def spent(pids):
    """Nanoseconds that processes have had of the processor, all threads."""
    total = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            total += int(thread.read_text().split()[0])
    return total


def children(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid):
    """[MB] of each worker, shared pages by parts."""
    texts = (Path(f"/proc/{child}/smaps_rollup").read_text() for child in children(pid))
    return [int(re.search(r"^Pss: +(\d+)", text, re.MULTILINE)[1]) // 1024 for text in texts]


def cost(port, address, pids, times=300):
    """Microseconds of the processor for one answer over a line that stays open."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    for number in range(times + 20):
        if number == 20:
            before = spent(pids())
        line.request("GET", address)
        answer = line.getresponse()
        assert answer.status == 200
        answer.read()
    return (spent(pids()) - before) / times / 1000


def backends():
    """The processes of PostgreSQL that answer; none on SQLite."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
        return [row[0] for row in cursor.fetchall()]


def costs(portal, bare):
    """{address: (× bare view, × bare view with the database's share)}; both of medians over interleaved rounds."""
    (portal_port, portal_pid), (bare_port, bare_pid) = portal, bare
    found, trivial = {address: [] for address in COSTS}, []
    for _ in range(5):
        trivial.append(cost(bare_port, "/", lambda: children(bare_pid)))
        for address in COSTS:
            database = spent(backends())
            own = cost(portal_port, address, lambda: children(portal_pid))
            found[address].append((own, own + (spent(backends()) - database) / 320 / 1000))
    base = statistics.median(trivial)
    print(f"  bare view {base:.0f} µs")
    for address, values in found.items():
        own, whole = (statistics.median(value) for value in zip(*values, strict=True))
        print(f"  {address:12} {own:5.0f} µs  {own / base:.2f} × bare; with the database {whole:5.0f} µs  {whole / base:.2f} ×")


# ---- the run ---------------------------------------------------------------------------------------------------------------
@contextmanager
def served(port, **env):
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "tests.bench.page_cache_site:application"]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env, "PORT": str(port), "KYODO_WORKERS": str(env.pop("workers", WORKERS))}
    )
    try:
        for _ in range(300):
            try:
                line = http.client.HTTPConnection("127.0.0.1", port)
                line.request("GET", "/")
                line.getresponse()
                break
            except OSError:
                if server.poll() is not None:
                    sys.exit("gunicorn did not start")
                time.sleep(0.2)
        time.sleep(2)  # the second worker
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def one(name):
    """A run on the database that the environment names."""
    import django

    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True)
    django.setup()
    from django.db import connection

    from kyodo_portal.pages import data_triggers
    from tests.bench.watched import find
    from tests.postgres import free_port

    began, (watched, without) = time.monotonic(), find()
    tables = {type(text.row)._meta.db_table for text in watched}
    print(f"{name}: {len(watched)} columns of {len(tables)} tables are watched, found in {time.monotonic() - began:.0f} s; not:")
    print("".join(f"  {table}: {why}\n" for table, why in without.items()), flush=True)
    with ExitStack() as stack:
        portal = stack.enter_context(served(free_port()))
        print(f"{name}: {Fire(watched, portal[0]).run()}; memory of the workers {memory(portal[1])} MB", flush=True)
        print(f"  {killed(*watched[0][:2])}", flush=True)
        assert data_triggers.missing_triggers(connection) == []
    with ExitStack() as stack:
        portal = stack.enter_context(served(free_port(), workers="1"))
        costs(portal, stack.enter_context(served(free_port(), workers="1", BENCH_BARE="1")))


def main():
    from kyodo_portal.accounts.sample import CITY
    from tests.postgres import cluster

    for name in sys.argv[1:] or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            env = {
                **os.environ, **CITY, "KYODO_DATA_DIR": folder, "SECRET_KEY": "bench" * 12, "KYODO_HTTPS": "0", "LOG_LEVEL": "WARNING",
                "KYODO_STAFF_MFA": "0", "KYODO_SAMPLE": "1", "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings", "EMAIL_URL": "memorymail://", "BENCH_RUN": name,
                "PYTHONPATH": str(ROOT),
            }  # fmt: skip
            if name == "postgresql":
                env["DATABASE_URL"] = stack.enter_context(cluster())
            subprocess.run([sys.executable, __file__], cwd=ROOT, env=env, check=True)


if __name__ == "__main__":
    if "BENCH_RUN" in os.environ:
        one(os.environ["BENCH_RUN"])
    else:
        main()
