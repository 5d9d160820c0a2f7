"""The city's year against its bars, in the sample city with so many matters more × 5 years: `tests/bench/year.py 200 2000`.

A throw-away database (SQLite in memory, or the server that DATABASE_URL names), a process for each size. Freezing, correcting and
publishing a year, its list and figures, a 改組 of one office, and every page that shows a page of rows: its ms may grow 1.5 times
where everything else in the city is ten times as much too (daily.py).
"""

import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from datetime import date, timedelta

import stage

FRAME = 4  # session, user, their memberships, unread notices: every page asks them
TIMES = 9
GROWTH = 1.5
# {who reads it: the pages of one page of rows}. {year}: the one that is frozen; {open}: the one whose inventory is open.
PAGES = {
    "": (
        "/projects/", "/projects/?page=20", "/projects/?phase=do", "/projects/?year={year}&phase=ended", "/projects/?q=除雪",
        "/projects/activities/", "/partners/", "/partners/?page=20", "/partners/offers/", "/events/", "/voices/", "/opinions/",
        "/committees/", "/news/", "/apply/schemes/", "/projects/calls/", "/guidelines/cases/", "/ledger/possible/", "/report/",
        "/report/statistics/", "/report/{year}/list/", "/report/{year}/list/?page=20", "{project}", "{partner}",
    ),
    "dantai": ("/me/", "/inbox/", "/requests/", "/applications/", "/grants/"),
    "kosharu": ("/projects/board/", "/projects/board/?view=table", "/desk/", "/desk/consultations/", "/me/"),
    "tanto": ("/me/", "/projects/board/", "/admin/"),
    "jimukyoku": (
        "/me/", "/projects/board/", "/projects/board/?view=table", "/projects/board/?view=table&page=20", "/projects/board/?late=1",
        "/grants/", "/staff/applications/", "/staff/asks/", "/staff/asks/sent/", "{asks}", "/staff/ownerless/", "/staff/offices/",
        "/staff/handover/{april}/?office=all", "/staff/meetings/", "/staff/letters/", "/staff/letters/late/", "/staff/errands/",
        "/staff/registrations/renewals/", "/staff/reorganisations/", "/consultations/", "/report/lists/", "/report/lists/{year}/",
        "/ledger/inventory/", "/ledger/inventory/{open}/", "{sheet}", "{work}", "/admin/", "/admin/projects/project/",
        "/admin/projects/cycle/", "/admin/projects/application/", "/admin/projects/grant/", "/admin/partners/partner/", "/admin/projects/inventorysheet/",
    ),
}  # fmt: skip
MORE_OF_DAILY = (
    "TOPICS", "OFFERS", "EVENTS", "LETTERS", "APPLICATIONS", "GRANTS", "ROUNDS", "MEETINGS", "NEWS", "TOLD",
)  # fmt: skip


class Meter:
    """Questions and processor time of what is done once, and of pages."""

    def __init__(self):
        self.rows = []

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
        if answer.status_code != 200:
            self.rows.append((f"{what} {path}", len(asked), 0, f"answers {answer.status_code}"))
            return
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
    import daily
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from kyodo_portal.accounts.models import User
    from kyodo_portal.process.actions import take_step
    from kyodo_portal.process.task_actions import sync_everything
    from projects.models import Application, Grant, Project, Reorganisation
    from projects.snapshots.actions import correct_year, freeze_year, newest, publish_year

    call_command("createcachetable", verbosity=0)
    city.PROJECTS, city.PARTNERS, city.PROPOSALS = many, many + many // 2, many // 5
    for much in MORE_OF_DAILY:
        setattr(daily, much, max(10, getattr(daily, much) * many // 2000))
    is_server = connection.vendor == "postgresql"
    if is_server:
        connection.cursor().execute("SET statement_timeout = 0")  # a command has no limit
    city.sample()
    city.grow()
    if is_server:
        connection.cursor().execute("ANALYZE")  # as autovacuum does
    city.derive()
    chief = User.objects.get(email="jimukyoku@example.jp")
    more_people(many, chief)
    former, other = office_of_34()
    sync_everything()
    if is_server:
        connection.cursor().execute("ANALYZE")
        connection.close()  # pages have their limits
    meter = Meter()
    client = Client()
    client.force_login(chief)
    year = next(one for one in city.YEARS if (last := newest(one)) is None or last.source != "frozen")
    meter.once(f"freeze {year}", lambda: freeze_year(year, by=chief), seconds=2)
    one = Project.objects.filter(cycles__fiscal_year=year).order_by("-pk").first()
    one.title = f"{one.title}（訂正）"
    one.save(update_fields=["title"])
    meter.once(f"correct {year}", lambda: correct_year(year, by=chief, why="名前"), seconds=2)
    meter.once(f"publish {year}", lambda: publish_year(year, by=chief), seconds=1)
    opened = meter.once("open a round", lambda: inventory_of(city.THIS_YEAR, chief), seconds=1)
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
    leader = User.objects.get(email="dantai@example.jp")
    group = Client()
    group.force_login(leader)
    for status, page in (("draft", "edit/"), ("report_due", "report/")):
        row = Grant.objects.filter(status=status, is_sample=True, partner__memberships__user=leader).order_by("pk").first()
        meter.page("lines", group, f"{row.get_absolute_url()}{page}", questions=20)
    words = places(year, opened)
    for reader, paths in PAGES.items():
        client = Client()
        if reader:
            client.force_login(User.objects.get(email=f"{reader}@example.jp"))
        for path in paths:
            meter.page(reader or "everybody", client, path.format(**words))
    print(json.dumps([connection.vendor, meter.rows]))


def more_people(many, chief):
    """A window of the city for each matter, and お願い to 町内会: a quarter as many as there are matters."""
    import random

    from django.utils import timezone

    from kyodo_portal.common.japanese.dates import fiscal_year
    from partners.models import Membership, Partner
    from projects.models import Ask, AskedGroup, ContactWindow, Participation

    chance, today = random.Random(stage.SEED), timezone.localdate()
    members = {}
    for office, user in Membership.objects.valid().exclude(partner__office="none").values_list("partner", "user"):
        members.setdefault(office, []).append(user)
    taken = set(ContactWindow.objects.open().filter(side="city").values_list("project", flat=True))
    parts = Participation.objects.valid().filter(side="city", is_lead=True, partner__in=members).exclude(project__in=taken)
    ContactWindow.objects.bulk_create(
        (
            ContactWindow(project_id=project, side="city", main_id=chance.choice(members[office]), desk="2階", since=today)
            for project, office in parts.values_list("project", "partner")
        ),
        batch_size=500,
    )
    offices = list(Partner.objects.filter(office="department"))
    groups = list(Partner.objects.filter(kind="neighbourhood", standing="registered").order_by("pk")[: max(20, many // 10)])
    asks = Ask.objects.bulk_create(
        Ask(
            office=chance.choice(offices), fiscal_year=fiscal_year(today), kind="attend", title=stage.name(chance), what="お願いします。",
            due_on=today + timedelta(days=chance.randint(-20, 60)), by=chief, form_key=uuid.UUID(int=chance.getrandbits(128)),
        )
        for _ in range(many // 4)
    )  # fmt: skip
    AskedGroup.objects.bulk_create(
        (AskedGroup(ask=ask, partner=group) for ask in asks for group in chance.sample(groups, 5)), batch_size=500
    )


def inventory_of(year, chief):
    """The round of this 年度, opened with the matters of the whole city."""
    from django.utils import timezone

    from kyodo_portal.process.actions import take_step
    from projects.inventory.round_actions import make_round

    today = timezone.localdate()
    made = make_round(
        by=chief, form_key=uuid.uuid4(), fiscal_year=year, opens_on=today, closes_on=today + timedelta(days=30), asks_plans=True,
        asks_possibilities=True,
    )  # fmt: skip
    return take_step(made, "open", by=chief, version=made.version)


def places(year, opened):
    """What stands for a row in PAGES: the newest matter, its group, the fullest sheet, the 町内会 that is asked most."""
    from django.db.models import Count

    from partners.models import Partner
    from projects.models import Project

    sheet = opened.sheets.annotate(many=Count("lines")).order_by("-many").first()
    project = Project.objects.published().order_by("-pk").first()
    asked = Partner.objects.filter(asked__isnull=False).annotate(many=Count("asked")).order_by("-many").first()
    return {
        "year": year, "open": opened.fiscal_year, "april": f"{opened.fiscal_year + 1}-04-01", "sheet": sheet.get_absolute_url(),
        "project": project.get_absolute_url(), "work": project.cycles.order_by("-fiscal_year").first().get_absolute_url(),
        "partner": project.partners.exclude(office="department").first().get_absolute_url(), "asks": f"/partners/{asked.pk}/asks/",
    }  # fmt: skip


def asked_of(size):
    """[vendor, rows] of one size, measured in a process of its own."""
    words = {**os.environ, "KYODO_PAGE_CACHE_MB": "0"}
    command = [sys.executable, __file__, "--one", size]
    made = subprocess.run(command, env=words, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(made.stdout.splitlines()[-1])


def main(sizes):
    if sizes[0] == "--one":
        with stage.database():
            return run(int(sizes[1]))
    found = [asked_of(size) for size in sizes]
    print(f"{found[0][0]}: the sample and {' / '.join(f'{int(size):,}' for size in sizes)} matters × 5 years")
    for rows in zip(*(rows for _, rows in found), strict=True):
        what, questions, last, over = rows[-1]
        times = last / rows[0][2] if rows[0][2] else 1
        is_page = what.endswith("/") or "?" in what
        over = " ".join(filter(None, (over, "GREW" if is_page and len(rows) > 1 and times > GROWTH else "")))
        print(f"| {what} | {questions} | {' | '.join(f'{row[2]:.0f}' for row in rows)} | {times:.1f} | {over} |")


if __name__ == "__main__":
    main(sys.argv[1:] or ["200", "2000"])
