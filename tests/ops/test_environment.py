"""How the database is reached: what DATABASE_URL says is honoured, and the limits of a page rule pages only."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from kyodo_portal import environment
from kyodo_portal.accounts import outside_saml
from kyodo_portal.accounts.outside import KINDS

ROOT = Path(__file__).resolve().parents[2]
CA = "postgres://kyodo:geheim@db.example.jp:5433/portal?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem"


@pytest.fixture
def url(monkeypatch):
    monkeypatch.delenv("DATABASE_DIRECT_URL", raising=False)
    return lambda text: monkeypatch.setenv("DATABASE_URL", text)


def test_every_word_of_libpq_reaches_the_connection(url):
    url(f"{CA}&target_session_attrs=read-write&application_name=kyodo&channel_binding=require&connect_timeout=8")
    connection = environment.database(web=True)
    options = connection["OPTIONS"]
    assert (connection["HOST"], connection["PORT"], connection["NAME"], connection["USER"]) == (
        "db.example.jp",
        5433,
        "portal",
        "kyodo",
    )
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ssl/ca.pem")
    assert (options["target_session_attrs"], options["application_name"]) == ("read-write", "kyodo")
    assert (options["channel_binding"], options["connect_timeout"]) == ("require", 8)
    assert (options["keepalives_idle"], options["tcp_user_timeout"]) == (10, 15_000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postgres://kyodo:a+b%40c@db/portal", ("kyodo", "a+b@c", "db", "", "portal")),
        ("postgres://kyodo@%2Fvar%2Frun%2Fpostgresql/portal", ("kyodo", "", "/var/run/postgresql", "", "portal")),
        ("postgres://kyodo@[::1]:5433/portal", ("kyodo", "", "::1", 5433, "portal")),
        ("postgresql://kyodo@db1:5432,db2:5433/portal", ("kyodo", "", "db1,db2", "5432,5433", "portal")),
    ],
)
def test_an_address_is_read_as_libpq_reads_it(url, text, said):
    url(text)
    found = environment.database(web=True)
    assert tuple(found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == said


def test_a_mail_servers_password_keeps_its_plus(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://kyodo%40city.example.jp:a+b@mail.city.example.jp:587")
    found = environment.env.email_url("EMAIL_URL", default="consolemail://")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("kyodo@city.example.jp", "a+b")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.city.example.jp", 587, True)


def test_a_pages_limits_stand_before_the_citys_own_options(url):
    url("postgres://kyodo@db/portal?options=-c%20search_path%3Dkyodo%20-c%20statement_timeout%3D20s&conn_max_age=0")
    connection = environment.database(web=True)
    assert connection["OPTIONS"]["options"] == (
        "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c jit=off -c work_mem=32MB"
        " -c search_path=kyodo -c statement_timeout=20s"
    )
    assert connection["CONN_MAX_AGE"] == 0


def test_a_command_has_no_limit_whoever_set_one(url):
    url("postgres://kyodo@db/portal?options=-c%20search_path%3Dkyodo%20-c%20statement_timeout%3D20s")
    assert environment.database(web=False)["OPTIONS"]["options"] == (
        "-c search_path=kyodo -c statement_timeout=20s"
        " -c statement_timeout=0 -c lock_timeout=60s -c idle_in_transaction_session_timeout=0"
    )


def test_pages_may_go_through_a_pooler_and_commands_past_it(url, monkeypatch):
    """PgBouncer in transaction mode refuses the word `options`, and what a session holds is another's after the commit."""
    url("postgres://kyodo@pooler:6432/portal?sslmode=require")
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgres://kyodo@db:5432/portal?sslmode=require")
    page, command = environment.database(web=True, pooler=True), environment.database(web=False, pooler=True)
    assert (page["HOST"], page["CONN_MAX_AGE"], page["DISABLE_SERVER_SIDE_CURSORS"]) == ("pooler", 0, True)
    assert "options" not in page["OPTIONS"] and page["OPTIONS"]["sslmode"] == "require"
    assert command["HOST"] == "db" and "statement_timeout=0" in command["OPTIONS"]["options"]


def test_sqlite_keeps_its_settings_beside_those_of_the_url(url):
    url("sqlite:////tmp/portal.sqlite3?timeout=60")
    options = environment.database(web=True)["OPTIONS"]
    assert (options["timeout"], options["transaction_mode"]) == (60, "IMMEDIATE")
    assert "journal_mode=WAL" in options["init_command"]


def test_a_page_waits_ten_seconds_for_its_turn_to_write_and_a_command_a_minute(url):
    url("sqlite:////tmp/portal.sqlite3")
    assert [environment.database(web=web)["OPTIONS"]["timeout"] for web in (True, False)] == [10, 60]


def shown(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


needs_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="limits of PostgreSQL")


@needs_postgres
@pytest.mark.django_db
def test_a_page_is_limited_and_a_command_is_not():
    assert (shown("statement_timeout"), shown("lock_timeout")) == ("10s", "5s")
    look = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW statement_timeout'); print(k.fetchone()[0])"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", look], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.stdout == "0\n", done.stderr


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_that_stands_still_gives_503_and_the_process_answers_all_the_same(client, settings):
    settings.KYODO_DATABASE_PATIENCE = 0.5
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    os.kill(pid, signal.SIGSTOP)
    try:
        assert client.get("/").status_code == 503
        assert client.get("/healthz", headers={"cookie": "sessionid=somebody"}).status_code == 200
    finally:
        os.kill(pid, signal.SIGCONT)
        connection.close()
    assert client.get("/").status_code == 200


def test_public_pages_may_have_a_database_of_their_own(url, monkeypatch):
    url("postgres://kyodo@db/portal")
    assert environment.databases(web=True).keys() == {"default"}
    monkeypatch.setenv("READ_DATABASE_URL", "postgres://kyodo@standby:5433/portal?sslmode=require")
    found = environment.databases(web=True)["replica"]
    assert (found["HOST"], found["PORT"], found["OPTIONS"]["sslmode"]) == ("standby", 5433, "require")
    assert "statement_timeout=10s" in found["OPTIONS"]["options"]


def test_files_lie_in_a_folder_or_in_a_store_that_speaks_s3(monkeypatch):
    assert environment.file_store() == {"BACKEND": "kyodo_portal.common.files.stores.FolderStore"}
    monkeypatch.setenv("KYODO_FILES_URL", "s3://key:s%2Fcret@kyodo/minato/files?endpoint=https://store.example.jp&region=jp-1")
    assert environment.file_store() == {
        "BACKEND": "kyodo_portal.common.files.s3.S3Store",
        "OPTIONS": {
            "bucket_name": "kyodo", "location": "minato/files", "access_key": "key", "secret_key": "s/cret",
            "endpoint_url": "https://store.example.jp", "region_name": "jp-1",
        },
    }  # fmt: skip
    for wrong in ("/srv/files", "s3:///files", "s3://kyodo/?public=1"):
        monkeypatch.setenv("KYODO_FILES_URL", wrong)
        with pytest.raises(ValueError, match="KYODO_FILES_URL"):
            environment.file_store()


def test_the_cache_lies_in_the_database_or_in_redis(monkeypatch):
    assert environment.cache()["LOCATION"] == "kyodo_cache"
    monkeypatch.setenv("CACHE_URL", "rediss://:secret@cache.example.jp:6379/1")
    found = environment.cache()
    assert (found["BACKEND"], found["LOCATION"]) == (
        "kyodo_portal.common.web.redis_cache.RedisCache", "rediss://:secret@cache.example.jp:6379/1",
    )  # fmt: skip
    monkeypatch.setenv("CACHE_URL", "memcached://127.0.0.1")
    with pytest.raises(ValueError, match="CACHE_URL"):
        environment.cache()


# ---- docs/operations.md, 2 ---------------------------------------------------------------------------------------------
# Said by our own programs to each other, never by a city.
NOT_FOR_CITIES = {"KYODO_PROCESS"}


def names_read():
    """Every name of the environment that the settings, gunicorn's settings and run.py look for."""
    files = ("kyodo_portal/environment.py", "kyodo_portal/settings.py", "gunicorn.conf.py", "run.py")
    asked = re.compile(r"""(?:env\.\w+|environ\.get|city_word|_s3)\(\s*"([A-Z_]+)"|name = "([A-Z_]+)"|"(DATABASE_\w*URL)\"""")
    doors = {name for name, _ in KINDS.values()} | {outside_saml.NAME}
    return doors | {
        name for file in files for groups in asked.findall((ROOT / file).read_text(encoding="utf-8")) for name in groups if name
    }


def test_the_manual_names_every_setting_and_no_other():
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = manual.partition("## 2. 設定の一覧")[2].partition("## 3.")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    listed = [name for row in cells for name in re.findall(r"`([A-Z_]+)`", row)]
    assert len(listed) == len(set(listed))
    assert set(listed) == names_read() - NOT_FOR_CITIES
    written = set(re.findall(r"^([A-Z_]+)=", manual, re.MULTILINE))
    assert written <= set(listed) and {"KYODO_CITY_NAME", "KYODO_BACKUP_DIR"} <= written


def test_the_settings_of_the_manual_pass_the_deploy_check(tmp_path):
    """Word for word, except for the key, which everybody makes for themselves."""
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(SECRET_KEY=.*?)```", manual, re.DOTALL)
    lines = [f"SECRET_KEY={'0a1b2c3d4e' * 6}", *block.splitlines()[1:]]
    (tmp_path / "env").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    env = {"PATH": os.environ["PATH"], "KYODO_DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
