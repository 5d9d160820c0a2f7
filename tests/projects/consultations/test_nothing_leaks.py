"""What was sealed, and what opens it, stands nowhere in the clear: looked for byte by byte in whatever the portal writes."""

import base64
import html
import json
import logging
import re
import shutil
import sqlite3
import subprocess
import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client

from kyodo_portal.process.edits import ETAG
from projects.consultations.opening import opened_in
from projects.models import Consultation
from tests import build, postgres

from .build import OTHER, PASSPHRASE, Desk

WORDS = {
    "group": "ひみつの里の会",
    "who": "雲上八重子",
    "contact": "090-7654-3210",
    "gist": "会計の帳面が三年分なくなっている。",
    "advice": "まず税理士の倉鹿野さんに見てもらう。",
    "memo": "弟が議員をしている。",
}
DATE_TEXT = "倉鹿野さんの返事を聞く"
SENT = {"name": "遠見沢一郎", "contact": "080-1234-9876", "text": "となりの家の人が、夜に大声を出していて眠れません。"}
CONTROL = "市に伝えてよいと言われた、ふつうの文です。"
TEXTS = [*WORDS.values(), DATE_TEXT, *SENT.values(), *PASSPHRASE.split(), *OTHER.split()]
QUICK = {"method": "phone", "minutes": "10", "who_kind": "town", "topics": ["money"]}


def shapes(secret):
    """Every form of a text or key in which it could lie somewhere: eleven encodings of it."""
    raw = secret.encode() if isinstance(secret, str) else secret
    found = {raw, raw.hex().encode(), raw.hex().upper().encode(), quote(raw).encode(), raw[::-1]}
    for shift in range(3):  # base64, wherever in a text it begins
        whole = base64.b64encode(b"\0" * shift + raw).rstrip(b"=")
        inner = whole[4 if shift else 0 : -2]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    if isinstance(secret, str):
        found |= {secret.encode(code) for code in ("utf-16-le", "utf-16-be", "cp932", "euc_jp", "utf-7")}
        found |= {json.dumps(secret)[1:-1].encode(), html.escape(secret).encode(), re.sub(r"[\s-]", "", secret).encode()}
    return {shape for shape in found if len(shape) >= 6}


class Story:
    """Everything that somebody does with sealed words, through the pages; `secrets`: what may stand nowhere."""

    def __init__(self):
        self.desk = desk = Desk()
        self.lines = []
        self.one, two = Client(), Client()
        self.one.force_login(desk.one)
        two.force_login(desk.two)
        with self.logged():
            self.tell(self.one, two)
        self.secrets = [*TEXTS, desk.code, desk.opened.private, PASSPHRASE, OTHER]

    def tell(self, one, two):
        one.post("/desk/zone/", {"password": "wrong-passphrase-of-kumoue"})
        one.post("/desk/zone/", {"password": PASSPHRASE})
        two.post("/desk/zone/ring/", {"password": OTHER, "password2": OTHER})
        number = two.session["zone-number"]
        one.post(f"/desk/zone/hand/{self.desk.two.pk}/", {"number": number, "same": "on"})
        two.post("/desk/zone/", {"password": OTHER})
        sent = {**QUICK, **WORDS, "on": f"{build.days(0):%Y-%m-%d}", "form_key": str(uuid.uuid4())}
        assert one.post("/desk/consultations/new/", {**sent, "minutes": "とても長い"}).status_code == 200  # shown again
        for _ in range(2):
            assert one.post("/desk/consultations/new/", sent).status_code == 302
        row = Consultation.objects.get()
        page = row.get_absolute_url()
        read = build.read(one, page)
        assert all(text in read for text in WORDS.values())
        form = one.get(f"{page}edit/").context["form"]
        assert one.post(f"{page}edit/", {**sent, "memo": WORDS["memo"] * 2, ETAG: "old"}).status_code == 409
        one.post(f"{page}edit/", {**sent, ETAG: form[ETAG].value(), "is_done": ""})
        day = {"on": f"{build.days(9):%Y-%m-%d}", "text": DATE_TEXT, "form_key": str(uuid.uuid4())}
        assert one.post(f"{page}dates/", day).status_code == 302
        etag = one.get(f"{page}share/").context["form"][ETAG].value()
        told = {
            "shared_with": "secretariat",
            "shared_text": CONTROL,
            "agreed_by": "会長",
            "agreed_on": f"{build.days(0):%Y-%m-%d}",
        }
        assert one.post(f"{page}share/", {**told, ETAG: etag}).status_code == 302
        Client().post(page, WORDS)  # signed out meanwhile
        self.opens(one)

    def opens(self, one):
        """The zone is open now: its key is in no half alone."""
        request = type("Request", (), {"user": self.desk.one, "session": one.session, "COOKIES": {}})()
        request.COOKIES = {name: morsel.value for name, morsel in one.cookies.items()}
        assert opened_in(request).private == self.desk.opened.private

    def logged(self):
        story = self

        class Kept(logging.Handler):
            def emit(self, record):
                story.lines.append(f"{record.getMessage()} {record.exc_info} {record.__dict__}")

        class Logged:
            def __enter__(self):
                self.handler, self.level = Kept(logging.DEBUG), logging.root.level
                logging.root.addHandler(self.handler)
                logging.root.setLevel(logging.DEBUG)

            def __exit__(self, *error):
                logging.root.removeHandler(self.handler)
                logging.root.setLevel(self.level)

        return Logged()

    def found_in(self, content):
        """The secrets that stand in these bytes, in whatever shape."""
        return [secret for secret in self.secrets if any(shape in content for shape in shapes(secret))]


def sessions():
    return "\n".join(json.dumps(row.get_decoded(), ensure_ascii=False) for row in Session.objects.all())


def test_the_search_finds_what_is_there():
    story = Story.__new__(Story)
    story.secrets = [*TEXTS, b"k" * 31 + b"z"]
    for secret in story.secrets:
        for shape in shapes(secret):
            assert secret in story.found_in(b"before" + shape + b"after")
    assert story.found_in(b"nothing of it") == []


@pytest.fixture
def file_database(tmp_path, django_db_setup, django_db_blocker):
    """A SQLite database in a real file, as a city has it, in the place of the tests' own in memory."""
    with django_db_blocker.unblock():
        memory, path = connections["default"], tmp_path / "kyodo.sqlite3"
        memory.ensure_connection()
        with sqlite3.connect(path) as file:
            memory.connection.backup(file)
        file.close()
        made = type(memory)({**memory.settings_dict, "NAME": str(path), "OPTIONS": settings_of_a_city()}, "default")
        connections["default"] = made
        try:
            yield path
        finally:
            made.close()
            connections["default"] = memory


def settings_of_a_city():
    from kyodo_portal.environment import SQLITE

    return SQLITE


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of SQLite")
def test_no_word_and_no_key_in_the_file_its_log_and_the_sessions(file_database):
    story = Story()
    files = {path.name: path.read_bytes() for path in file_database.parent.iterdir()}
    assert files.keys() >= {"kyodo.sqlite3", "kyodo.sqlite3-wal"} and len(files["kyodo.sqlite3-wal"]) > 10_000
    assert CONTROL.encode() in b"".join(files.values())
    assert {name: story.found_in(content) for name, content in files.items()} == dict.fromkeys(files, [])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert story.found_in(file_database.read_bytes()) == []
    assert '"zone"' in sessions() and story.found_in(sessions().encode()) == []
    assert story.lines and story.found_in("\n".join(story.lines).encode()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a dump of PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_no_word_and_no_key_in_a_dump_and_on_the_servers_disk():
    story = Story()
    at = connection.settings_dict
    dump = [shutil.which("pg_dump") or postgres.binaries() / "pg_dump", "-h", at["HOST"], "-p", str(at["PORT"]), "-U", at["USER"]]
    dumped = subprocess.run([*dump, at["NAME"]], check=True, capture_output=True).stdout
    assert CONTROL.encode() in dumped and story.found_in(dumped) == []
    assert '"zone"' in sessions() and story.found_in(sessions().encode()) == []
    assert story.found_in("\n".join(story.lines).encode()) == []
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
    if not folder.is_dir():
        pytest.skip("the server's disk is elsewhere")
    paths = [*(folder / "base" / str(oid)).iterdir(), *(folder / "pg_wal").glob("0*"), folder.parent / "log"]
    for path in paths:
        assert not path.is_file() or story.found_in(path.read_bytes()) == [], path
