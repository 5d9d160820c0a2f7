"""List pages at size: processor time beside a trivial page's, number of queries, size of the answer."""

import gzip
import time

from stage import database, milliseconds, partners, projects

PARTNERS, PROJECTS = 20_000, 2_000
PATHS = (
    "/partners/",
    "/partners/?page=500",
    "/partners/?kind=npo",
    "/projects/",
    "/projects/?page=100",
    "/projects/?phase=do",
    "/guidelines/",
    "/guidelines/niigata/1/",
    "/guidelines/niigata/3/",
    "/guidelines/compare/",
    "/guidelines/terms/",
    "/guidelines/cases/",
    "/guidelines/forms/?lead=both&money=none",
    "/guidelines/help/?q=雪",
    "/",
)


def main():
    with database() as chance:
        from django.conf import settings
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from guidelines.revisions.loading_actions import load_guideline

        for path in sorted((settings.BASE_DIR / "fixtures" / "guidelines").glob("*.json")):
            load_guideline(path)
        partners(chance, PARTNERS)
        projects(chance, PROJECTS)
        client = Client()
        trivial = milliseconds(lambda: client.get("/healthz"), 100, time.process_time)
        print(
            f"{connection.vendor}: {PARTNERS:,} partners, {PROJECTS:,} projects; trivial page {trivial:.2f} ms of processor time"
        )
        for path in PATHS:
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
                count = len(asked)
            cost = milliseconds(lambda path=path: client.get(path), 20, time.process_time)
            size = f"{len(answer.content) / 1024:.0f} KB, {len(gzip.compress(answer.content)) / 1024:.1f} KB packed"
            print(f"{path:<40} {answer.status_code}  {cost / trivial:5.1f} ×  {count:2} queries  {size}")


if __name__ == "__main__":
    main()
