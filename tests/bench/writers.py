"""32 writers of one SQLite file: how long one waits, with the line before it and without (Django's own).

Two processes with sixteen threads each, as `gunicorn` has at its most. Each transaction reads, thinks for a while and writes
three rows, with `synchronous=FULL`. Both ways take turns, so that what else the machine does meets both.
"""

import sys
import tempfile
import threading
import time
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import django
from django.conf import settings
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from kyodo_portal.environment import SQLITE, SQLITE_WAITS

PROCESSES, THREADS, SECONDS, ROUNDS = 2, 16, 10, 3
THINKING = 0.006  # seconds of processor time that a page takes inside its transaction
ENGINES = {"Django": "django.db.backends.sqlite3", "with the line": "kyodo_portal.common.sqlite"}


def write_on(handler, until, waits, lost):
    connection = handler["default"]
    with connection.cursor():
        pass
    while (began := time.monotonic()) < until:
        try:
            connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT COUNT(*) FROM note")
                cursor.fetchone()
                busy = time.thread_time() + THINKING
                while time.thread_time() < busy:
                    pass
                cursor.executemany("INSERT INTO note (who) VALUES (%s)", [("a",), ("b",), ("c",)])
            connection.commit()
            connection.set_autocommit(True)
            waits.append(time.monotonic() - began)
        except OperationalError:
            connection.rollback()
            connection.set_autocommit(True)
            lost.append(1)


def process(engine, path, seconds, answers):
    begin_django()
    handler = handler_of(engine, path)
    waits, lost, until = [], [], time.monotonic() + seconds
    threads = [threading.Thread(target=write_on, args=(handler, until, waits, lost)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((waits, len(lost)))


def handler_of(engine, path):
    return ConnectionHandler({"default": {"ENGINE": engine, "NAME": path, "OPTIONS": {**SQLITE, "timeout": SQLITE_WAITS[True]}}})


def measure(engine):
    """(seconds that each transaction took, how many were lost, rows in the table)"""
    context = get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/notes.sqlite3"
        connection = handler_of(engine, path)["default"]
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, who TEXT)")
        answers = context.Queue()
        processes = [context.Process(target=process, args=(engine, path, SECONDS, answers)) for _ in range(PROCESSES)]
        for one in processes:
            one.start()
        results = [answers.get() for _ in processes]
        for one in processes:
            one.join()
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM note")
            rows = cursor.fetchone()[0]
        connection.close()
    return [wait for waits, _ in results for wait in waits], sum(lost for _, lost in results), rows


def begin_django():
    settings.configure()
    django.setup()


def main():
    begin_django()
    found = {name: ([], 0) for name in ENGINES}
    for _ in range(ROUNDS):
        for name, engine in ENGINES.items():
            waits, lost, rows = measure(engine)
            if rows != 3 * len(waits):
                sys.exit(f"{name}: {len(waits)} transactions, {rows} rows")
            found[name] = (found[name][0] + waits, found[name][1] + lost)
    for name, (waits, lost) in found.items():
        waits.sort()
        half, most = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        print(
            f"{name:14} {len(waits) / SECONDS / ROUNDS:6.1f}/s  lost {lost}  "
            f"p50 {half:5.2f} s  p99 {most:5.2f} s  max {waits[-1]:5.2f} s  p99/p50 {most / half:4.1f}"
        )


if __name__ == "__main__":
    main()
