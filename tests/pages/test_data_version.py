"""Every write that a page of a visitor can show renews the mark, whoever writes and however; and reaches every page."""

import contextlib
import datetime
import re
import threading
import time

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from django.utils import timezone

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.audit import guard
from kyodo_portal.common.privacy import public_columns
from kyodo_portal.pages import data_triggers
from kyodo_portal.pages.sitemaps import Calls, Guidelines, Pages, Projects
from partners.models import Area, Partner
from projects.models import Participation, Project, Proposal
from tests import build
from tests.security import city

pytestmark = pytest.mark.django_db(transaction=True)
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
MATTERS = {"project", "proposal", "partner"}  # that look differently in different states
LINK = re.compile(r'<a [^>]*?href="(/[^"#?]*)')


def mark():
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM pages_dataversion")
        return cursor.fetchone()[0]


@pytest.fixture
def everything():
    """A city in which nearly every table has a row."""
    load_guideline(build.OJIYA)
    who, _, _ = city.settle()
    build.partner("雪の町内会").areas.add(Area.objects.create(name="見本の地区"))
    return who


def public_pages():
    """{address: tables that it is made from} of what a visitor finds by links and the sitemap: one address of each name, a few
    of matters."""
    waiting = [section().location(item) for section in (Pages, Projects, Calls, Guidelines) for item in section().items()]
    waiting += [one.get_absolute_url() for one in Proposal.objects.filter(status="adopted")]
    known, opened, pages, visitor = set(connection.introspection.table_names()), {}, {}, Client(raise_request_exception=False)
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(address).url_name
        except Resolver404:
            continue
        if (
            address in pages
            or address.startswith(("/accounts/", "/ask/", "/consult/", "/voices/send/"))  # forms, with a token of their own
            or address.endswith(("/me-too/", "/apply/", "/signup/"))
            or opened.get(name, 0) > (2 if name in MATTERS else 0)
        ):
            continue
        with CaptureQueriesContext(connection) as asked:
            answer = visitor.get(address)
        # A book of spreadsheets carries the moment at which it was packed.
        if answer.status_code == 200 and not answer.streaming and "spreadsheet" not in answer["Content-Type"]:
            opened[name] = opened.get(name, 0) + 1
            pages[address] = {word for query in asked for word in re.findall(r'"(\w+)"', query["sql"])} & known
            waiting += LINK.findall(answer.content.decode(errors="replace"))
    return pages


def texts(model):
    """[QuerySet of the rows, name of the column] of the public texts: what is written in Japanese, no codes and no keys."""
    columns = [
        field.name
        for field in model._meta.concrete_fields
        if field.name in public_columns(model) and isinstance(field, models.CharField | models.TextField)
    ]
    rows = [(model._base_manager.filter(**{f"{column}__regex": "[ぁ-ん一-龥]"}), column) for column in columns]
    return [(found, column) for found, column in rows if found.exists()]


def test_every_table_renews_the_mark_or_says_why_not_and_every_page_shows_it(everything, settings, monkeypatch):
    """One test, because the city takes long to build."""
    fresh, visitor = Client(), Client()
    fresh.get("/robots.txt")
    settings.KYODO_PAGE_CACHE_MB = 16
    visitor.get("/robots.txt")
    guard.lift(connection)  # what is append-only too
    renewing, pages = tables_that_renew_the_mark(), public_pages()
    there, shown = set(connection.introspection.table_names()), set(data_triggers.shown_tables())
    known = shown | data_triggers.NOT_SHOWN.keys()
    unknown = {name for name in there - shown - data_triggers.NOT_SHOWN.keys() if name.partition("_grams")[0] not in known}
    assert unknown == set()  # a table without a model, and no index that another table's triggers keep: does a page show it?
    assert data_triggers.NOT_SHOWN.keys() - there <= {"kyodo_cache", "sqlite_sequence"} and all(data_triggers.NOT_SHOWN.values())
    assert renewing <= shown and len(renewing) > 50, shown - renewing
    asked = {table: address for address, tables in pages.items() for table in tables}
    assert len(pages) > 30 and {table: asked[table] for table in data_triggers.NOT_SHOWN if table in asked} == {}
    every_change_is_shown(pages, visitor, fresh)
    no_other_moment_changes_a_page(pages, fresh, monkeypatch)


def tables_that_renew_the_mark():
    """Those of all tables with a row. What is written by hand is a write too."""
    found = set()
    with connection.cursor() as cursor:
        for table in {*data_triggers.shown_tables(), *data_triggers.NOT_SHOWN} & {*connection.introspection.table_names()}:
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
            column = cursor.description[0][0]
            before = mark()
            cursor.execute(f'UPDATE "{table}" SET "{column}" = "{column}"')
            if mark() != before:
                found.add(table)
    return found


def every_change_is_shown(pages, visitor, fresh):
    changed = set()
    for model in apps.get_models():
        shown_on = [address for address, tables in pages.items() if model._meta.db_table in tables]
        if not shown_on or not (found := texts(model)):
            continue
        address = max(shown_on, key=len)
        before = visitor.get(address).content
        for rows, column in found:
            longest = model._meta.get_field(column).max_length or 1000
            with contextlib.suppress(IntegrityError), transaction.atomic():
                rows.update(**{column: Substr(Concat(Value("直"), F(column)), 1, longest)})
        answer = visitor.get(address).content
        assert answer == fresh.get(address).content, (model, address)
        if answer != before:
            changed.add(model._meta.label)
    assert len(changed) > 20, changed
    for address in pages:
        visitor.get(address)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partners_partner SET name = '除雪の会'")
        cursor.execute("UPDATE projects_project SET title = '雪の道'")
        cursor.execute("DELETE FROM partners_partner_areas")
    for address in pages:
        assert visitor.get(address).content == fresh.get(address).content, address


def no_other_moment_changes_a_page(pages, fresh, monkeypatch):
    """A column with a moment to come that changes a page is declared: of all others none does when it comes."""
    noon = timezone.localtime().replace(hour=12, minute=0) + datetime.timedelta(days=1)
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.db_table in data_triggers.shown_tables() else ():
            if isinstance(field, models.DateTimeField) and field.name not in getattr(model, "changes_pages_at", ()):
                rows = model._base_manager.exclude(**{field.name: None})
                with contextlib.suppress(IntegrityError), transaction.atomic():
                    rows.update(**{field.name: noon + datetime.timedelta(hours=1)})
    answers = []
    for hours in (0, 2):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: noon + datetime.timedelta(hours=hours))
        answers.append({address: fresh.get(address).content for address in pages})
    assert [address for address in pages if answers[0][address] != answers[1][address]] == []


def test_every_way_of_writing_renews_the_mark_and_reading_does_not():
    area = Area.objects.create(name="見本の地区")
    body = build.partner("雪の会")
    ways = [
        lambda: body.areas.add(area),
        lambda: body.areas.clear(),
        lambda: Partner.objects.filter(pk=body.pk).update(name="雪かきの会"),
        lambda: Partner.objects.bulk_update([body], ["pr"]),
        lambda: Area.objects.bulk_create([Area(name="岩沢")]),
        lambda: Partner.objects.filter(pk=body.pk).delete(),
    ]
    marks = [mark()]
    for way in ways:
        way()
        marks.append(mark())
    assert len(set(marks)) == len(ways) + 1
    Partner.objects.filter(name="nobody").update(name="x")
    assert list(Partner.objects.all()) == [] and mark() == marks[-1]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE partners_area CASCADE")
        assert mark() != marks[-1]


def test_verify_asks_for_triggers_and_mark_and_migrate_lays_them(capsys):
    assert data_triggers.missing_triggers(connection) == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER projects_call_data_update")
            lost = "projects_call_data_update"
        else:
            cursor.execute("ALTER TABLE projects_call DISABLE TRIGGER projects_call_data_changed")
            lost = "projects_call_data_changed"
    assert data_triggers.missing_triggers(connection) == [lost]
    with pytest.raises(CommandError):
        call_command("verify")
    assert lost in capsys.readouterr().out
    before = mark()
    call_command("migrate", verbosity=0)
    assert data_triggers.missing_triggers(connection) == [] and mark() != before  # whatever was written meanwhile


def test_a_migration_meets_no_trigger_whatever_table_it_rebuilds_or_drops():
    """Triggers of all tables name those of the mark: they are away while migrations run, and gone with the tables."""
    before = mark()
    if connection.vendor == "sqlite":
        data_triggers.suspend(connection)
        for label in ("pages.DataVersion", "partners.Partner"):
            with connection.schema_editor() as editor:
                editor._remake_table(apps.get_model(label))
    try:
        call_command("migrate", "pages", "0001", verbosity=0)
        body = build.partner("雪の会")
    finally:
        call_command("migrate", verbosity=0)
    assert data_triggers.missing_triggers(connection) == [] and mark() != before
    before = mark()
    Partner.objects.filter(pk=body.pk).update(name="花の会")
    assert mark() != before


class Writer(threading.Thread):
    """A connection of its own that does the steps when it is told to; `failed` holds what went wrong."""

    def __init__(self, *steps):
        super().__init__(daemon=True)
        self.steps, self.failed = steps, None
        self.begun, self.go = threading.Event(), threading.Event()

    def run(self):
        try:
            with transaction.atomic():
                self.steps[0]()
                self.begun.set()
                assert self.go.wait(20)
                for step in self.steps[1:]:
                    step()
        except Exception as error:
            self.failed = error
        finally:
            self.begun.set()
            connection.close()


@on_postgres
def test_what_is_not_committed_is_not_shown_and_what_is_committed_is(settings):
    settings.KYODO_PAGE_CACHE_MB = 4
    body = build.partner("雪の会")
    visitor, address = Client(), body.get_absolute_url()
    writer = Writer(lambda: Partner.objects.filter(pk=body.pk).update(name="除雪の会"))
    writer.start()
    assert writer.begun.wait(20)
    for _ in range(2):
        assert "雪の会" in build.read(visitor, address) and "除雪の会" not in build.read(visitor, address)
    writer.go.set()
    writer.join(20)
    assert writer.failed is None and "除雪の会" in build.read(visitor, address)


@on_postgres
def test_two_writers_never_lock_each_other_out():
    """One writes a partner and then a project, the other a project and then what refers to a partner that the first holds."""
    body, third = build.partner("雪の会"), build.partner("花の会")
    entry, other = (build.cycle(build.group()[0], *build.office("department"), title=title).project for title in ("雪", "花"))
    first = Writer(
        lambda: Partner.objects.select_for_update().get(pk=body.pk),
        lambda: Project.objects.filter(pk=entry.pk).update(title="雪の道"),
    )
    second = Writer(
        lambda: Project.objects.filter(pk=other.pk).update(title="花の道"),
        lambda: Participation.objects.create(project=other, partner=body, side="group"),
    )
    for writer in (first, second):
        writer.start()
        assert writer.begun.wait(20)
    second.go.set()
    wait_until_somebody_waits()  # at its COMMIT, where the key of the partner is checked: it must not hold the mark
    Partner.objects.filter(pk=third.pk).update(name="花の会2")
    first.go.set()
    for writer in (first, second):
        writer.join(20)
    assert [first.failed, second.failed] == [None, None]
    assert set(Project.objects.filter(pk__in=[entry.pk, other.pk]).values_list("title", flat=True)) == {"雪の道", "花の道"}


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'COMMIT%'"
            )
            if cursor.fetchone():
                return
            time.sleep(0.05)
    pytest.fail("nobody waits")


def line():
    """Where the database is, for a connection of its own."""
    return {
        name: value for name, value in connection.get_connection_params().items() if name in ("host", "port", "user", "dbname")
    }


@on_postgres
def test_a_writer_that_is_killed_leaves_nothing_locked():
    body = build.partner("雪の会")
    before = mark()
    with psycopg.connect(**line()) as killed:
        killed.execute("UPDATE partners_partner SET name = '除雪の会' WHERE id = %s", [body.pk])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [killed.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            killed.execute("SELECT 1")
        killed.close()
    assert mark() == before
    Partner.objects.filter(pk=body.pk).update(name="花の会")
    assert mark() != before


@on_postgres
def test_a_line_that_was_cut_between_two_visitors_is_made_anew_by_the_question_for_the_mark(settings):
    settings.KYODO_PAGE_CACHE_MB = 4
    visitor = Client()
    visitor.get("/partners/")
    with psycopg.connect(**line(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    connection.health_check_enabled, connection.health_check_done = True, False  # as a request begins with CONN_HEALTH_CHECKS
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get("/partners/").status_code == 200
    assert [query["sql"] for query in asked].count("SELECT mark FROM pages_dataversion WHERE id = 1") == 2
