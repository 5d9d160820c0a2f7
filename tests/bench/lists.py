"""Processor time of the pages that show one page of rows, in one kept city: `tests/bench/lists.py /tmp/bench/L.sqlite3`.

Without a file the database is the one that DATABASE_URL names. Beside each page stands how many times a view that only says "ok"
costs, with all middleware, in the same rounds; page and view are asked for in turn, because other work on the machine comes and goes.
Cards, rows and controls are kept once drawn: "first" is the page before anything was drawn, the rest is the median afterwards.
"""

import gzip
import os
import statistics
import sys
import time
import types

import stage  # noqa: F401  the settings of the tests

ROUNDS, TIMES = 3, 8
PAGES = {
    "home": "/",
    "guideline": "/guidelines/",
    "partners": "/partners/",
    "partners, page 100": "/partners/?page=100",
    "projects": "/projects/",
    "projects, page 100": "/projects/?page=100",
    "projects in 実施": "/projects/?phase=do",
    "projects by name": "/projects/?sort=name",
}


def urls():
    """The portal's addresses and one view that does nothing: /healthz answers before most middleware."""
    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.urls import path

    from kyodo_portal.urls import urlpatterns

    module = types.ModuleType("bench_urls")
    module.urlpatterns = [path("trivial/", login_not_required(lambda request: HttpResponse("ok"))), *urlpatterns]
    return module


def main(file=None):
    import django

    if file:
        os.environ["TESTS_TEMPLATE"] = file
    django.setup()
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    from projects.models import Project

    pages = PAGES | {"project": Project.objects.published().order_by("pk").first().get_absolute_url()}
    client, taken = Client(), {name: [] for name in ("trivial", *pages)}

    def ask(path):
        began = time.thread_time()
        client.get(path)
        return (time.thread_time() - began) * 1000

    with override_settings(ROOT_URLCONF=urls()):
        ask("/trivial/")
        first = {name: ask(path) for name, path in pages.items()}
        for _ in range(ROUNDS):
            taken["trivial"] += [ask("/trivial/") for _ in range(TIMES * 5)]
            for name, path in pages.items():
                taken[name] += [ask(path) for _ in range(TIMES)]
        trivial = statistics.median(taken["trivial"])
        print(f"{connection.vendor}, {Project.objects.count():,} projects; trivial view {trivial:.2f} ms of processor time")
        for name, path in pages.items():
            with CaptureQueriesContext(connection) as asked:
                page = client.get(path).content
            ratios = f"{statistics.median(taken[name]) / trivial:6.1f} ×  first {first[name] / trivial:6.1f} ×"
            size = f"{len(page) / 1024:5.1f} KB, {len(gzip.compress(page)) / 1024:4.1f} KB packed"
            print(f"{name:<20} {ratios}  {len(asked):2} queries  {size}")


if __name__ == "__main__":
    main(*sys.argv[1:])
