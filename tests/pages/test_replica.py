"""Public pages are read from a standby only while it holds what the database holds; everything private never is.

The standby of these tests is a copy of the database that takes over nothing: whatever is written makes it an old one. A copy that
was changed by hand shows which of the two has answered.
"""

import sqlite3
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.test import Client

from kyodo_portal.accounts.models import User
from kyodo_portal.pages import replica
from partners.models import Partner
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)
HERE, THERE = "雪かきの会", "写しの会"


@contextmanager
def copied(folder):
    """The settings of a database that is a copy of the tests' own."""
    settings = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = folder / "standby.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        yield {**settings, "NAME": str(path)}
        return
    import psycopg

    name, at = f"{settings['NAME']}_standby", {**connection.get_connection_params(), "dbname": "postgres"}
    at = {key: at[key] for key in ("dbname", "host", "port", "user") if at.get(key)}
    connection.close()  # of what others use PostgreSQL makes no copy
    with psycopg.connect(**at, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
        try:
            yield {**settings, "NAME": name}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def page(settings, tmp_path, monkeypatch):
    """The address of a group's page; a standby that calls the group by another name."""
    body, _ = build.partner(HERE), build.user("見本 花子")
    with copied(tmp_path) as there:
        monkeypatch.setitem(settings.DATABASES, replica.ALIAS, there)
        settings.DATABASE_ROUTERS = ["kyodo_portal.pages.replica.Router"]
        monkeypatch.setattr(replica, "_away_until", 0)
        connections[replica.ALIAS].connect()  # what Django's tests would forbid a page to do
        with connections[replica.ALIAS].cursor() as cursor:
            cursor.execute("SELECT mark FROM pages_dataversion")
            mark = cursor.fetchone()[0]
            cursor.execute("UPDATE partners_partner SET name = %s WHERE id = %s", [THERE, body.pk])
            cursor.execute("UPDATE pages_dataversion SET mark = %s", [mark])
        settings.KYODO_PAGE_CACHE_MB = 4
        yield body.get_absolute_url()
        connections[replica.ALIAS].close()
        del connections[replica.ALIAS]


def shown(client, address):
    text = client.get(address).content.decode()
    assert (HERE in text) != (THERE in text)
    return THERE if THERE in text else HERE


def test_visitors_read_the_standby_and_who_is_signed_in_the_database(page):
    visitor, person = Client(), Client()
    assert shown(visitor, page) == shown(visitor, page) == THERE
    person.force_login(User.objects.get(name="見本 花子"))
    assert shown(person, page) == HERE


def test_what_is_written_is_seen_at_once_however_far_behind_the_standby_is(page):
    visitor = Client()
    assert shown(visitor, page) == THERE
    Partner.objects.filter(name=HERE).update(name="除雪の会")
    for _ in range(2):  # the second is what was kept
        answer = visitor.get(page).content.decode()
        assert "除雪の会" in answer and THERE not in answer


def test_a_standby_that_goes_away_is_not_missed(page):
    visitor = Client()
    assert shown(visitor, page) == THERE
    connections[replica.ALIAS].connection.close()
    assert shown(Client(), page) == HERE
    assert shown(visitor, page) == THERE  # kept while it was there, and of the same mark


def test_a_standby_that_loses_a_table_in_the_middle_of_a_page_is_not_missed(page):
    with connections[replica.ALIAS].cursor() as cursor:
        cursor.execute("ALTER TABLE partners_partner RENAME TO partners_gone")
    assert shown(Client(), page) == HERE
