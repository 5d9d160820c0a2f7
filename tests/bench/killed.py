"""kill -9 in the middle of the line of writers, of a triggered write and of the building of an index, on both databases.

Writers put three rows in a transaction, through every trigger, and tell each number after its COMMIT; one after the other is killed.
Then a writer is killed that holds a transaction with its triggers open, and the index of searches is built again and again and killed
on the way. Told is: what was acknowledged and is not there, transactions of which a part is there, how long the next write waited, and
what `verify` would find wrong. `killed.py` runs both databases; PostgreSQL is a cluster of its own.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
WRITERS, KILLS, HELD, BUILDS, ROWS, PARTS = 8, 16, 5, 6, 20_000, 3
MOST = 20  # seconds that a write may wait: the limit of the line


# ---- what is killed, a process of its own ------------------------------------------------------------------------------------
def write_on(folder):
    """Transactions of PARTS rows, until somebody kills it; the number of each is told once it is committed."""
    from django.db import transaction

    from partners.models import Partner

    told = os.open(Path(folder) / f"{os.getpid()}.told", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    print("begun", flush=True)
    number = 0
    while True:
        number += 1
        with transaction.atomic():
            for part in range(PARTS):
                put(Partner, f"{os.getpid()}-{number}-{part}")
        os.write(told, f"{number}\n".encode())


def put(model, name):
    return model.objects.create(
        name=name, kind="civic", standing="registered", registered_from="2020-04-01", search_text=f"見本{name}"
    )


def hold():
    """A transaction with all its triggers, open until somebody kills it."""
    from django.db import transaction

    from partners.models import Partner

    with transaction.atomic():
        Partner.objects.update(pr="killed", search_text="けされた")
        print("begun", flush=True)
        time.sleep(60)


def build():
    """The indexes of searches, built anew."""
    from django.db import connection

    from kyodo_portal.common.lists import grams

    print("begun", flush=True)
    grams.rebuild(connection)


def child(*words, **settings):
    return subprocess.Popen([sys.executable, __file__, *map(str, words)], cwd=ROOT, **settings)


def begun(*words):
    """A process that has said that it begins."""
    process = child(*words, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "begun\n"
    return process


def kill(process):
    process.kill()
    process.wait()


# ---- what is told ----------------------------------------------------------------------------------------------------------------
def probe(number):
    """Milliseconds that a write of this process takes."""
    from partners.models import Partner

    began = time.monotonic()
    put(Partner, f"probe-{number}")
    taken = (time.monotonic() - began) * 1000
    assert taken < MOST * 1000, f"a write waited {taken:.0f} ms"
    return taken


def told(waits):
    return f"the next write after {sorted(waits)[len(waits) // 2]:.0f} ms, at most {max(waits):.0f}"


def line(chance):
    """One writer after the other is killed, wherever it stands in the line; another takes its place."""
    from partners.models import Partner

    with tempfile.TemporaryDirectory() as folder:
        writers = [child("--write", folder, stdout=subprocess.PIPE, text=True) for _ in range(WRITERS)]
        for writer in writers:
            assert writer.stdout.readline() == "begun\n"
        waits = []
        for number in range(KILLS):
            place = chance.randrange(WRITERS)
            kill(writers[place])
            waits.append(probe(f"line-{number}"))
            writers[place] = begun("--write", folder)
            time.sleep(chance.uniform(0, 0.5))
        for process in writers:
            kill(process)
        there = {}
        for text in Partner.objects.filter(name__regex=r"^\d+-\d+-\d+$").values_list("name", flat=True):
            who, count, _ = text.split("-")
            there[who, count] = there.get((who, count), 0) + 1
        said = {(path.stem, count) for path in Path(folder).glob("*.told") for count in path.read_text().split()}
    lost, half = len(said - there.keys()), sum(1 for parts in there.values() if parts != PARTS)
    return f"{KILLS} writers of {WRITERS} killed: {len(said):,} transactions acknowledged, {lost} lost, {half} in part; {told(waits)}"


def triggered(times=HELD):
    """Killed in a transaction that wrote through every trigger: nothing of it stays, and the mark of the pages is the old one."""
    from kyodo_portal.pages.data_version import data_version
    from partners.models import Partner

    waits, kept, rows = [], 0, 0
    for number in range(times):
        before = data_version()
        kill(begun("--hold"))
        kept += data_version() == before
        rows += Partner.objects.filter(pr="killed").count()
        waits.append(probe(f"held-{number}"))
    return f"{times} triggered writes killed: {rows} of their rows there, mark the same {kept} times; {told(waits)}"


def builds(chance):
    """Killed on the way through a building: the index that stood before stands, and is exact."""
    from django.db import connection

    from kyodo_portal.common.lists import grams

    whole, began = begun("--build"), time.monotonic()
    assert whole.wait() == 0
    took, waits, wrong, ended = time.monotonic() - began, [], [], 0
    for number in range(BUILDS):
        process = begun("--build")
        time.sleep(took * chance.random())
        ended += process.poll() is not None
        kill(process)
        waits.append(probe(f"build-{number}"))
        wrong += grams.problems(connection)
    return f"{BUILDS} buildings of {took:.1f} s killed ({ended} had ended): {len(wrong)} faults in the index, {misses(chance)}; {told(waits)}"


def misses(chance, times=200):
    """Words that the index answers otherwise than a LIKE over all rows."""
    from kyodo_portal.common.lists.search import found, matching
    from projects.models import Project

    texts, wrong = list(Project.objects.order_by("pk").values_list("search_text", flat=True)[:2000]), 0
    for _ in range(times):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        asked = matching(Project.objects.all(), text[start : start + chance.randint(1, 4)])
        wrong += found(asked, ROWS * 2).count != asked.order_by().count()
    return f"{wrong} of {times} words answered wrongly"


# ---- the run ---------------------------------------------------------------------------------------------------------------------
def one(name):
    """A run on the database that the environment names."""
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True)
    ready()
    from django.db import connection
    from stage import SEED, partners, projects

    from kyodo_portal.common.lists import grams
    from kyodo_portal.pages import data_triggers

    chance = random.Random(SEED)
    partners(chance, 1000)
    projects(chance, ROWS)
    for part in (lambda: line(chance), triggered, lambda: builds(chance)):
        print(f"{name}: {part()}", flush=True)
    assert list(grams.problems(connection)) == [] and data_triggers.missing_triggers(connection) == []


def ready():
    """Django with the settings of the portal: stage.py names those of the tests."""
    import django

    named = os.environ["DJANGO_SETTINGS_MODULE"]
    import stage  # noqa: F401

    os.environ["DJANGO_SETTINGS_MODULE"] = named
    django.setup()


def main():
    from kyodo_portal.accounts.sample import CITY
    from tests.postgres import cluster

    for name in sys.argv[1:] or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            env = {
                **os.environ, **CITY, "KYODO_DATA_DIR": folder, "SECRET_KEY": "bench" * 12, "KYODO_HTTPS": "0", "LOG_LEVEL": "WARNING",
                "DJANGO_SETTINGS_MODULE": "kyodo_portal.settings", "EMAIL_URL": "memorymail://", "BENCH_RUN": name, "PYTHONPATH": str(ROOT),
            }  # fmt: skip
            if name == "postgresql":
                env["DATABASE_URL"] = stack.enter_context(cluster())
            subprocess.run([sys.executable, __file__], cwd=ROOT, env=env, check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        ready()
        write_on(sys.argv[2])
    elif sys.argv[1:2] in (["--hold"], ["--build"]):
        ready()
        {"--hold": hold, "--build": build}[sys.argv[1]]()
    elif "BENCH_RUN" in os.environ:
        one(os.environ["BENCH_RUN"])
    else:
        main()
