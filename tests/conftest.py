"""Fixtures that every test may use. What makes objects stands in tests/build.py."""

import datetime
import gc
import os
import sqlite3
from contextlib import ExitStack, closing
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.test import Client
from django.urls import set_urlconf
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.common import city
from tests import build
from tests.emptied import keep_first_state
from tests.second_engine import left_out, locks_hold
from tests.shared import laid_once
from tests.stores import files_hold_nobody_up
from tests.tables import first_rows, say_migrated

LEFT_OUT = left_out()
locks_hold()
files_hold_nobody_up()
if connection.vendor == "sqlite":
    # One process asks what a city asks in a week: what SQLite has read of a statement is kept, for a twentieth of the time.
    connection.settings_dict["OPTIONS"]["cached_statements"] = 2000

# Three suites share two cores: how long an example takes says nothing.
hypothesis_settings.register_profile("beside-others", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("beside-others")


def pytest_ignore_collect(collection_path, config):
    """The browser's tests run as a process of their own: Playwright's loop breaks later database calls."""
    if collection_path.name == "browser" and collection_path.is_dir():
        return not any("browser" in str(word) for word in config.invocation_params.args)
    return None


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="only tests that ask the database: for the second engine")
    parser.addoption("--all-questions", action="store_true", help="of those, what second_engine.txt leaves out too")
    parser.addoption("--every-page", action="store_true", help="each kind of page of both sample cities by axe: make test-slow")
    parser.addoption("--left-out", action="store_true", help="of those, only what `make test` does not run on the second engine")


def pytest_collection_modifyitems(config, items):
    """What has the same answer beside every engine runs once: what needs no database, what `one_engine` marks, and what asks nothing
    that another test does not ask (tests/second_engine.py).
    """
    if config.getoption("left_out"):
        wanted = [item for item in items if asks_database(item) and not asks_for_engine(item)]
    elif config.getoption("all_questions"):
        wanted = [item for item in items if asks_database(item) and not item.get_closest_marker("one_engine")]
    elif config.getoption("database_only"):
        wanted = [item for item in items if asks_database(item) and asks_for_engine(item)]
    else:
        return
    config.hook.pytest_deselected(items=[item for item in items if item not in {*wanted}])
    items[:] = wanted


def asks_database(item):
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


def asks_for_engine(item):
    marker = item.get_closest_marker("django_db")
    if "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction")):
        return True
    return not item.get_closest_marker("one_engine") and item.nodeid.partition("[")[0] not in LEFT_OUT


def pytest_collection_finish(session):
    """Python looks for garbage less often, and never among modules and tests: a tenth of the processor's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_make_parametrize_id(config, val, argname):
    """Bytes are called by their length: two test processes must agree on names, and a zip file holds the time."""
    return f"{argname}-{len(val)}bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix():
    """Of several test processes each has a memory of its own on SQLite, and on PostgreSQL a database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"test_{worker}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Where tests/all.py filled a file, Django finds its database in memory already filled: a copy takes no time."""
    with closing(sqlite3.connect("file:memorydb_default?mode=memory&cache=shared", uri=True)) as memory:
        if "TESTS_TEMPLATE" in os.environ:
            with closing(sqlite3.connect(os.environ["TESTS_TEMPLATE"])) as template:
                template.backup(memory)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables are there, and no migration waits.

    Every flush after a transactional test would lay Django's permissions anew, for a hundred models: nothing of ours asks
    for them (rule 5: roles come from data).
    """
    with django_db_blocker.unblock():
        say_migrated()
        first_rows()
        keep_first_state()
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="module")
def lay(django_db_setup, django_db_blocker):
    """lay(make): what `make()` returns, in the database for all tests of the file (tests/shared.py says how)."""
    with ExitStack() as laid:
        yield lambda make: laid.enter_context(laid_once(django_db_blocker, make))


@pytest.fixture(scope="module")
def shared_library(lay):
    """For a file of tests of which none needs an empty library: the own city's guideline, loaded once.

    The file says `pytest.mark.usefixtures("shared_library")` for all its tests, so that their order does not matter.
    """
    return lay(lambda: load_guideline(build.OJIYA))


def signed_in(client, user, backend=None):
    """Django's test client first makes a session for the visitor, looks for it and throws it away: seven questions of fifteen."""
    if settings.SESSION_COOKIE_NAME in client.cookies:
        return longer_sign_in(client, user, backend)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, user, backend)
    request.session.save()
    client._set_login_cookies(request)


longer_sign_in, Client._login = Client._login, signed_in


@pytest.fixture
def client_for(db):
    """client_for(user): a client where this person is signed in; client_for(None): a visitor."""

    def make(user=None, **kwargs):
        client = Client(**kwargs)
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture(autouse=True)
def _django_set_urlconf(request):
    """The marker `urls`, without throwing away what is known of all addresses: both sets are kept beside each other, and making them
    anew took a tenth of a second a test.
    """
    marker, standing = request.node.get_closest_marker("urls"), settings.ROOT_URLCONF
    if marker:
        settings.ROOT_URLCONF = marker.args[0]
        set_urlconf(None)
    yield
    if marker:
        settings.ROOT_URLCONF = standing
        set_urlconf(None)


@pytest.fixture(autouse=True)
def city_of_the_settings():
    """Each test begins without 市の情報, whatever another one saved: the process would remember it."""
    city.keep(None)


@pytest.fixture
def ten_minutes(settings):
    """Notices of steps wait as they do on a real site; the other tests send them at once."""
    settings.KYODO_UNDO_MINUTES = 10


@pytest.fixture
def later(monkeypatch):
    """later(minutes=…): from now on the clock is that much further."""

    def move(**by):
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(**by))

    return move
