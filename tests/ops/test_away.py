"""A disk that is full and a database that may only be read: 503 with the way on and the typed text, never 500, never 「少し待って」."""

import resource
import uuid
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, OperationalError, connection
from django.test import Client

from kyodo_portal.common.web.away import is_away
from projects.models import Update
from tests import build
from tests.presses import begun

LONG = "雪のあとに、一軒ずつ声をかけました。返事のない家が三軒ありました。"
transactional = pytest.mark.django_db(transaction=True)


@contextmanager
def read_only():
    """The connection may read and nothing else, until the end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = OFF")
            else:
                cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")


@contextmanager
def full():
    """SQLite has no page left to write to, neither a new one nor one that earlier tests have emptied."""
    with connection.cursor() as cursor:

        def of(name):
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

        cursor.execute("CREATE TABLE filler (bytes BLOB)")
        while free := of("freelist_count"):
            cursor.execute(f"INSERT INTO filler VALUES (zeroblob({free * of('page_size') // 2}))")
        cursor.execute(f"PRAGMA max_page_count = {of('page_count')}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DROP TABLE filler")


@contextmanager
def files_no_larger_than(size):
    """The kernel takes no byte behind that: for a program the same as a disk that fills up in the middle of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def refused(answer):
    """A 503 that says when to come back and what was sent."""
    text = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "30" and "いまは使えません" in text
    assert "no-store" in answer["Cache-Control"]
    return text


@transactional
def test_a_database_that_may_only_be_read_gives_the_text_back():
    world, cycle = begun()
    client = Client()
    client.force_login(world.representative)
    said = {"happened_on": "2026-06-01", "title": "見守り", "body": LONG, "form_key": str(uuid.uuid4()), "is_public": "on"}
    with read_only():
        assert client.get(cycle.get_absolute_url()).status_code == 200
        assert LONG in refused(client.post(f"{cycle.get_absolute_url()}updates/new/", said))
    assert Update.objects.count() == 0
    assert client.post(f"{cycle.get_absolute_url()}updates/new/", said).status_code == 302


@pytest.mark.django_db
def test_a_database_without_its_tables_is_no_error_of_the_page(client):
    """Empty after a loss, or being changed by the next version's `prepare`."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE projects_cycle RENAME TO projects_cycle_of_tomorrow")
    refused(client.get("/"))


@pytest.mark.django_db
def test_a_question_that_a_database_can_never_answer_is_no_busy_database():
    """With more than 1,000 groups a download said 「しばらくして」 for ever."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has another class for it")
    for question in (f"SELECT 1 WHERE {' OR '.join(['1 = 0'] * 1_001)}", "SELECT no_such_function(1)"):
        with pytest.raises(OperationalError) as raised, connection.cursor() as cursor:
            cursor.execute(question)
        assert not is_away(raised.value)


@transactional
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a PostgreSQL that is full is not made in a moment")
def test_a_full_database_gives_the_text_back():
    world, cycle = begun()
    client = Client()
    client.force_login(world.representative)
    said = {"happened_on": "2026-06-01", "title": "見守り", "body": LONG * 100, "form_key": str(uuid.uuid4()), "is_public": "on"}
    with full():
        assert LONG in refused(client.post(f"{cycle.get_absolute_url()}updates/new/", said))
    assert Update.objects.count() == 0


@transactional
@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/login/code/", "/accounts/signup/", "/accounts/password/reset/"]
)
def test_the_sign_in_says_what_it_is(client, address):
    person = build.user()
    person.set_password("ゆきの-ふる-町-2026")
    person.save()
    data = {
        "login": person.email,
        "email": person.email,
        "name": "見本",
        "password": "ゆきの-ふる-町-2026",
        "password1": "あたらしい-町-2026",
    }
    if "signup" in address:
        data = {"email": "hanako@example.jp", "name": "見本 花子", "agree": "on", "password1": ""}
    with read_only():
        text = refused(client.post(address, data))
    assert "少し待って、もう一度ためして" in text and "町-2026" not in text


@transactional
def test_a_count_that_cannot_be_written_is_an_error_and_no_limit():
    cache.set("kept", 1, 60)
    with read_only():
        for write in (lambda: cache.add("lock", "1", 60), lambda: cache.set("count", 1, 60), lambda: cache.touch("kept", 60)):
            with pytest.raises((OperationalError, InternalError)):
                write()
    assert cache.add("lock", "1", 60) is True and cache.add("lock", "1", 60) is False and cache.get("kept") == 1


@pytest.fixture
def draft(db):
    body, representative, _ = build.group()
    client = Client()
    client.force_login(representative)
    proposal = build.draft(body, representative)
    return client, f"/projects/proposals/{proposal.pk}/edit/files/", proposal


def paper(size=10):
    return SimpleUploadedFile("地図.pdf", b"%PDF-1.4".ljust(size, b"0"))


def test_a_store_that_takes_nothing_leaves_nothing(draft, settings, tmp_path):
    client, address, proposal = draft
    settings.MEDIA_ROOT = tmp_path / "away"
    settings.MEDIA_ROOT.write_text("a file where the folder should be")
    assert LONG in refused(client.post(address, {"upload": "1", "file": paper(), "note": LONG}))
    assert proposal.files.count() == 0 and [path.name for path in tmp_path.iterdir()] == ["away"]


def test_an_upload_that_finds_no_room_on_its_way_keeps_the_words(draft, settings, tmp_path):
    client, address, proposal = draft
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "gone"
    large = paper(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert LONG in refused(client.post(address, {"upload": "1", "note": LONG, "file": large}))
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    large.seek(0)
    with files_no_larger_than(1_000_000):
        assert LONG in refused(client.post(address, {"upload": "1", "note": LONG, "file": large}))
    assert proposal.files.count() == 0 and not list(tmp_path.glob("*.upload*"))
    assert client.post(address, {"upload": "1", "file": paper(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)}).status_code == 302
    assert proposal.files.count() == 1 and not list(tmp_path.glob("*.upload*"))


def test_a_name_of_four_hundred_kana_is_shortened(draft):
    client, address, proposal = draft
    name = "あ" * 400 + ".pdf"
    body = (
        '--x\r\nContent-Disposition: form-data; name="upload"\r\n\r\n1\r\n'
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4 map\r\n--x--\r\n'
    ).encode()
    answer = client.generic("POST", address, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 302 and proposal.files.get().name == "あ" * 110 + ".pdf"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL always knows JSON")
@transactional
def test_a_process_that_starts_while_nobody_can_write_is_none_the_worse_for_it():
    """What a database can do is asked once a process, and remembered."""
    connection.features.__dict__.pop("supports_json_field", None)
    with read_only():
        assert Client().get("/whats-on/").status_code == 200
    assert connection.features.supports_json_field and Client().get("/partners/").status_code == 200
