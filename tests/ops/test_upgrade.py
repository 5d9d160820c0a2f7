"""A city that began with an earlier version goes on with this one: its data are kept, and every page opens."""

import json
import os
import subprocess
import sys
from collections import Counter
from secrets import token_hex

import psycopg
import pytest
from django.db import connection

from tests.all import clean_environment
from tests.house import ROOT


@pytest.fixture
def empty_database(db, tmp_path):
    """The environment of a process whose database is empty, on the engine of this run."""
    if connection.vendor == "sqlite":
        yield {"TESTS_TEMPLATE": str(tmp_path / "old.sqlite3")}
        return
    name, parameters = f"kyodo_upgrade_{token_hex(4)}", connection.get_connection_params()
    with psycopg.connect(**{**parameters, "cursor_factory": None}, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield {"DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("version", ["83b3973"])
def test_a_city_of_an_earlier_version_is_brought_up_and_every_page_opens(empty_database, version):
    command = [sys.executable, "-m", "tests.ops.upgrade.upgraded", version]
    env = clean_environment(DJANGO_SETTINGS_MODULE="tests.settings", **empty_database)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]
    seen = json.loads(done.stdout)
    wrong = [
        f"{person} {address}: {status}"
        for person, pages in seen.items()
        for address, status in pages.items()
        if status not in (200, 302)
    ]
    assert not wrong, "\n".join(wrong) + done.stderr[-4000:]
    assert {"/guidelines/ojiya/", "/guidelines/terms/", "/guidelines/cases/", "/partners/", "/projects/"} <= seen["None"].keys()
    assert {"/admin/notices/scheduledjob/", "/admin/audit/auditevent/"} <= seen["kanri@example.jp"].keys()
    assert Counter(len(pages) > 20 for pages in seen.values()) == {True: 6}
