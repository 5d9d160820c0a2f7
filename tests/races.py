"""Works that begin at the same moment, in real threads. On PostgreSQL only: SQLite lets one writer in at a time and hides races."""

import threading

import pytest
from django.db import connection, connections

ON_POSTGRESQL = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def together(*works):
    """What each of these functions gave or raised, in their order; each runs with connections of its own."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        gate.wait()
        try:
            results[number] = work()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def ends(*works):
    """How each of these ended, begun together: "done", or the name of what it raised; sorted."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in together(*works))
