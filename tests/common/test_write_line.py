"""The line before a SQLite file: in the order of coming, within a time limit, and free again when a process is killed."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from kyodo_portal.environment import SQLITE

TABLE = "CREATE TABLE note (id INTEGER PRIMARY KEY, who TEXT)"


def connections(path, seconds=20):
    options = {**SQLITE, "timeout": seconds}
    return ConnectionHandler({"default": {"ENGINE": "kyodo_portal.common.sqlite", "NAME": str(path), "OPTIONS": options}})


def run(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def path(tmp_path, django_db_blocker):
    """A file of its own, beside the database of the suite."""
    with django_db_blocker.unblock():
        yield _made(tmp_path / "notes.sqlite3")


def _made(path):
    connection = connections(path)["default"]
    run(connection, TABLE)
    connection.close()
    return path


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection, how="commit"):
    getattr(connection, how)()
    connection.set_autocommit(True)


def writer(handler, who):
    """A thread that writes one row, in a transaction or without."""

    def write():
        connection = handler["default"]
        if who % 2:
            begin(connection)
        run(connection, f"INSERT INTO note (who) VALUES ({who})")
        if who % 2:
            end(connection)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


def test_who_came_first_writes_first(path):
    handler = connections(path)
    begin(handler["default"])
    threads = []
    for who in range(6):
        threads.append(writer(handler, who))
        time.sleep(0.05)  # so that they come in this order
    run(handler["default"], "INSERT INTO note (who) VALUES ('first')")
    end(handler["default"])
    for thread in threads:
        thread.join()
    assert [who for (who,) in run(handler["default"], "SELECT who FROM note ORDER BY id")] == ["first", *"012345"]


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_nobody_waits_longer_than_the_limit_and_the_next_goes_on(path, how):
    holder, waiting = connections(path)["default"], connections(path, seconds=0.2)["default"]
    begin(holder)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    with pytest.raises(OperationalError, match="database is locked"):
        run(waiting, TABLE.replace("note", "other"))
    assert run(waiting, "SELECT COUNT(*) FROM note") == [(0,)]  # who only reads does not stand in the line
    end(holder, how)
    begin(waiting)
    run(waiting, "INSERT INTO note (who) VALUES ('later')")
    end(waiting)
    assert run(holder, "SELECT who FROM note") == [("later",)]


def test_a_connection_that_is_closed_in_the_middle_gives_its_turn_up(path):
    holder, waiting = connections(path)["default"], connections(path, seconds=0.2)["default"]
    begin(holder)
    holder.close()
    begin(waiting)
    end(waiting)


KILLED = """
    import os, signal, sys
    from tests.common.test_write_line import begin, connections, run
    from django.conf import settings
    settings.configure()
    connection = connections(sys.argv[1])["default"]
    begin(connection)
    run(connection, "INSERT INTO note (who) VALUES ('killed')")
    print("writing", flush=True)
    signal.pause()
"""


def test_a_process_that_is_killed_blocks_nobody_and_leaves_nothing(path):
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(KILLED), str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    waiting = connections(path, seconds=0.2)["default"]
    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    begin(waiting)
    run(waiting, "INSERT INTO note (who) VALUES ('later')")
    end(waiting)
    assert run(waiting, "SELECT who FROM note") == [("later",)]
