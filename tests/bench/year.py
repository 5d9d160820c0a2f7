"""The city's year against its bars, in the sample city with so many matters more × 5 years: `tests/bench/year.py 2000`.

A throw-away database (SQLite in memory, or the server that DATABASE_URL names). Freezing, correcting and publishing a year, its list
and figures, a 改組 of one office, and the pages of one page of rows. Run it with 200 and 2,000: the ms of the pages may grow 1.5 times.
"""

import statistics
import sys
import time
import uuid
from datetime import date, timedelta

import stage

FRAME = 4  # session, user, their memberships, unread notices: every page asks them
TIMES = 5


class Meter:
    """Questions and processor time of what is done once, and of pages."""

    def __init__(self, many):
        self.many, self.rows = many, []

    def once(self, what, work, *, questions=None, seconds=None):
        """Do it once. questions, seconds: the bars."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            began = time.process_time()
            made = work()
            taken = time.process_time() - began
        over = (questions is not None and len(asked) > questions) or (seconds is not None and taken > seconds)
        self.rows.append((what, len(asked), taken * 1000, "MISSED" if over else ""))
        return made

    def page(self, what, client, path, *, questions=None, ms=None):
        """Ask for it some times. questions: the bar of its own questions, without the frame's."""
        from django.db import connection

        client.get(path)
        asked = []
        with connection.execute_wrapper(lambda do, sql, *rest: (asked.append(sql), do(sql, *rest))[1]):
            answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if answer.streaming:
            b"".join(answer.streaming_content)
        taken = []
        for _ in range(TIMES):
            began = time.process_time()
            client.get(path)
            taken.append((time.process_time() - began) * 1000)
        middle, own = statistics.median(taken), len(asked) - FRAME
        over = (questions is not None and own > questions) or (ms is not None and middle > ms)
        self.rows.append((f"{what} {path}", own, middle, "MISSED" if over else ""))

    def report(self):
        from django.db import connection

        print(f"{connection.vendor}: the sample and {self.many:,} matters × 5 years")
        for what, questions, taken, over in self.rows:
            print(f"| {what} | {questions} | {taken:.0f} | {over} |")


def laid_out(chief, former, successor):
    """A 改組 of the whole of one office, with nobody going along yet."""
    from kyodo_portal.process.edits import etag_of
    from projects.reorganisations.actions import add_lines, make_reorganisation, written_on

    made = make_reorganisation(by=chief, form_key=uuid.uuid4(), title="改組", on=date.today() + timedelta(days=9))
    add_lines(made, by=chief, etag=etag_of(written_on(made)), former=former, successor=successor)
    return made


def office_of_34():
    """A department that has 34 matters of the ledger, and another one."""
    from partners.models import Partner
    from projects.models import Participation

    former = Partner.objects.create(name="測る課", kind="department", office="department", standing="registered")
    other = Partner.objects.create(name="測る先の課", kind="department", office="department", standing="registered")
    rows = Participation.objects.filter(side="city", until=None, project__status="active").order_by("-pk")[:34]
    Participation.objects.filter(pk__in=[row.pk for row in rows]).update(partner=former)
    return former, other


def run(many):
    import city
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from kyodo_portal.accounts.models import User
    from kyodo_portal.process.actions import take_step
    from kyodo_portal.process.task_actions import sync_everything
    from projects.models import Application, Grant, Project, Reorganisation
    from projects.snapshots.actions import correct_year, freeze_year, newest, publish_year

    call_command("createcachetable", verbosity=0)
    city.PROJECTS = many
    is_server = connection.vendor == "postgresql"
    if is_server:
        connection.cursor().execute("SET statement_timeout = 0")  # a command has no limit
    city.sample()
    city.grow()
    if is_server:
        connection.cursor().execute("ANALYZE")  # as autovacuum does
    city.derive()
    former, other = office_of_34()
    sync_everything()
    if is_server:
        connection.cursor().execute("ANALYZE")
        connection.close()  # pages have their limits
    meter, chief = Meter(many), User.objects.get(email="jimukyoku@example.jp")
    client = Client()
    client.force_login(chief)
    year = next(one for one in city.YEARS if (last := newest(one)) is None or last.source != "frozen")
    meter.once(f"freeze {year}", lambda: freeze_year(year, by=chief), questions=45, seconds=2)
    one = Project.objects.filter(cycles__fiscal_year=year).order_by("-pk").first()
    one.title = f"{one.title}（訂正）"
    one.save(update_fields=["title"])
    meter.once(f"correct {year}", lambda: correct_year(year, by=chief, why="名前"), seconds=2)
    meter.once(f"publish {year}", lambda: publish_year(year, by=chief), seconds=1)
    for path in ("/report/statistics/", f"/report/{year}/list/", f"/report/{year}/list/?page=20"):
        meter.page("figures", client, path, questions=6)
    board = {"questions": 6, "ms": 50}
    meter.page("board", client, "/projects/board/", **board)
    meter.page("board", client, "/projects/board/?view=table", **board)
    made = meter.once("改組: laid out", lambda: laid_out(chief, former, other))
    meter.page("改組: preview", client, made.get_absolute_url(), questions=15)

    def go(step, **answers):
        now = Reorganisation.objects.get(pk=made.pk)
        return take_step(now, step, by=chief, version=now.version, **answers)

    meter.once("改組: announce", lambda: go("announce"))
    meter.once("改組: 34 matters carried out", lambda: go("carry_out"), questions=15)
    meter.once("改組: taken back", lambda: go("undo_carry_out", reason="まちがい"))
    for what, rows in (
        ("application", Application.objects.exclude(status="draft")),
        ("grant", Grant.objects.exclude(status="draft")),
    ):
        for row in rows.order_by("pk")[:2]:
            meter.page(what, client, row.get_absolute_url(), questions=20)
    pages = (
        "/projects/",
        "/projects/?page=20",
        "/partners/",
        "/me/",
        "/grants/",
        "/staff/applications/",
        "/staff/asks/",
        "/staff/ownerless/",
    )
    for path in (*pages, "/ledger/inventory/", "/admin/projects/project/", "/admin/projects/cycle/"):
        meter.page("page", client, path)
    meter.report()


def main(many=2000):
    with stage.database():
        run(many)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
