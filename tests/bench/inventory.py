"""The yearly inventory of a large city against its bars: 60 offices, 2,000 matters. `tests/bench/inventory.py [FILE]`; without a file a throw-away database.

Processor time and queries of opening a round, taking its table out and bringing it back, accepting all sheets, and the two pages.
"""

import datetime
import io
import sys
import time
import uuid

import stage

OFFICES, MATTERS = 60, 2_000
# what is measured: (bar in seconds of processor time)
BARS = {
    "open a round": 1, "xlsx out, one office": 1, "xlsx out, all": 1, "xlsx in, one office": 1, "xlsx in, all": 1, "accept all sheets": 2,
    "progress page": 1, "an office's page": 1,
}  # fmt: skip


def city():
    """(secretariat's person, offices): every office has one person and its share of the matters, done last year."""
    from kyodo_portal.accounts.models import User
    from partners.directory.standing import Standing
    from partners.models import Membership, Partner
    from projects.models import Cycle, Participation, Project
    from projects.specs.lookup import spec_in_use
    from tests.projects.ledger.build import form

    kind = form()
    spec = spec_in_use(kind)
    chief = User.objects.create_user("chief@example.jp", name="事務局")
    offices = [
        Partner(
            name=f"第{number}課",
            kind="department",
            office="secretariat" if not number else "department",
            standing=Standing.REGISTERED,
        )
        for number in range(OFFICES)
    ]
    offices = Partner.objects.bulk_create(offices)
    group = Partner.objects.create(
        name="町内会連合会", kind="neighbourhood", standing=Standing.REGISTERED, registered_from="2020-04-01"
    )
    since = datetime.date(2020, 4, 1)
    Membership.objects.create(user=chief, partner=offices[0], since=since)
    people = User.objects.bulk_create(User(email=f"p{n}@example.jp", name=f"職員{n}") for n in range(OFFICES))
    Membership.objects.bulk_create(
        Membership(user=person, partner=office, since=since) for person, office in zip(people, offices, strict=True)
    )
    projects = Project.objects.bulk_create(
        Project(
            number=f"R6-K-{number:04}",
            title=f"{number}番目の協働",
            form=kind,
            summary="いっしょにします。",
            created_by=chief,
            published_at="2025-04-01T00:00Z",
        )
        for number in range(MATTERS)
    )
    for side, of in (("city", lambda number: offices[number % OFFICES]), ("group", lambda number: group)):
        Participation.objects.bulk_create(
            Participation(project=project, partner=of(number), side=side, is_lead=True) for number, project in enumerate(projects)
        )
    first, last = datetime.date(2024, 4, 1), datetime.date(2025, 3, 31)
    Cycle.objects.bulk_create(
        Cycle(project=project, fiscal_year=2024, starts_on=first, ends_on=last, status="closed", spec=spec, city_cost=number)
        for number, project in enumerate(projects)
    )
    return chief, offices


class Meter:
    """What each part took."""

    def __init__(self):
        self.rows = []

    def measure(self, what, work):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            began = time.process_time()
            made = work()
            taken = time.process_time() - began
        self.rows.append((what, len(asked), taken))
        return made

    def report(self):
        from django.db import connection

        print(f"{connection.vendor}: {OFFICES} sheets, {MATTERS:,} lines")
        for what, queries, taken in self.rows:
            bar = BARS.get(what)
            says = "" if bar is None else f"bar {bar} s{'' if taken <= bar else '  MISSED'}"
            print(f"{what:<22} {queries:>5} queries  {taken:6.2f} s  {says}")


def marked(content):
    """The same table with an answer in every row."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    at = [cell.value for cell in page[1]].index("答え") + 1
    for number in range(2, page.max_row + 1):
        page.cell(number, at, "同じ" if number % 2 else "変わった")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main(file=None):
    if file:  # a migrated database of one's own, which is filled
        stage.open_city(file)
        return run(Meter())
    with stage.database():
        return run(Meter())


def run(meter):
    from django.test import Client

    from kyodo_portal.process.actions import take_step
    from projects.inventory.accept_actions import accept_all
    from projects.inventory.columns import Columns
    from projects.inventory.line_actions import write_rows
    from projects.inventory.presenters import lines_of
    from projects.inventory.round_actions import make_round
    from projects.inventory.tables import read_book, to_book, typed_rows

    chief, offices = city()
    days = {"opens_on": datetime.date(2026, 6, 1), "closes_on": datetime.date(2026, 6, 30)}
    round = make_round(by=chief, form_key=uuid.uuid4(), fiscal_year=2025, asks_plans=True, asks_possibilities=True, **days)
    meter.measure("open a round", lambda: take_step(round, "open", by=chief, version=round.version))
    sheets = list(round.sheets.select_related("round", "office"))

    def out(of):
        return to_book(lines_of(of), Columns(), title="棚卸し")

    def taken(of, content):
        columns = Columns()
        return write_rows(of, typed_rows(read_book(content), columns), by=chief, source="file", complete=True, columns=columns)

    one = meter.measure("xlsx out, one office", lambda: out(sheets[1:2]))
    every = meter.measure("xlsx out, all", lambda: out(sheets))
    one, every = marked(one), marked(every)
    meter.measure("xlsx in, one office", lambda: taken(sheets[1:2], one))
    rest = [sheet for sheet in sheets if sheet != sheets[1]]
    every = marked(out(rest))
    meter.measure("xlsx in, all", lambda: taken(rest, every))
    client = Client()
    client.force_login(chief)
    meter.measure("an office's page", lambda: client.get(f"/ledger/inventory/2025/{offices[1].pk}/"))
    for sheet in round.sheets.select_related("round", "office"):
        take_step(sheet, "hand_in", by=chief, version=sheet.version)
    versions = dict(round.sheets.values_list("office", "version"))
    meter.measure("progress page", lambda: client.get("/ledger/inventory/2025/"))
    accepted = meter.measure("accept all sheets", lambda: accept_all(round, versions, by=chief))
    assert accepted.count == OFFICES, accepted
    meter.report()


if __name__ == "__main__":
    main(*sys.argv[1:])
