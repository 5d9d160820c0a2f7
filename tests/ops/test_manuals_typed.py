"""What the manuals print for others than manage.py is taken by those it is for: settings of doors, statements of SQL, keys, modules."""

import importlib.util
import re
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives import serialization
from django.db import connection

from kyodo_portal.accounts.outside import KINDS, door_from
from kyodo_portal.accounts.outside_saml import NAME as SAML
from kyodo_portal.accounts.outside_saml import saml_door_from
from tests.house import ROOT
from tests.ops.test_manuals import DEPLOY, LAW, PAGES, code_of, of

SIGN_IN = of(ROOT / "docs" / "sign-in.md")


def blocks(page, *kinds):
    """The lines of a page's blocks of these kinds; what is said behind a statement (--) is gone."""
    found = re.findall(rf"^```(?:{'|'.join(kinds)})\n(.*?)^```", of(page), re.DOTALL | re.MULTILINE)
    return [line for block in found for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES + LAW, ids=lambda path: path.name)
def test_a_module_that_is_started_is_there(page):
    for name in re.findall(r"(?:^|\s)-m (tests[\w.]*)", "\n".join(code_of(of(page))), re.MULTILINE):
        assert importlib.util.find_spec(name), name


def test_every_door_is_shown_by_a_line_that_its_reader_takes():
    ids = {setting: id for id, (setting, _) in KINDS.items()}
    lines = dict(re.findall(r"^(KYODO_\w+_(?:OIDC|SAML))=(\{.*\})$", SIGN_IN, re.MULTILINE))
    assert lines.keys() == {*ids, SAML}
    doors = {name: saml_door_from(text) if name == SAML else door_from(ids[name], text) for name, text in lines.items()}
    others = [door for door in doors.values() if not door.is_for_staff]
    assert len(others) == 2 and all(door.scope == ("openid",) for door in others)  # nothing of a person is asked for
    # The words of the table are those of the line's reader, and the other way round.
    table = SIGN_IN.partition("| 言葉 | 意味 |")[2].partition("\n\n")[0]
    listed = {word for cell in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for word in re.findall(r"`(\w+)`", cell)}
    assert listed | {"client_secret", "id", "secret", "secret_file"} == {
        *doors["KYODO_STAFF_OIDC"]._fields,
        "client_secret_file",
        "client_secret",
    }


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here")
def test_the_key_of_a_door_is_made_as_printed(tmp_path):
    lines = [line for line in blocks(ROOT / "docs" / "sign-in.md", "sh") if line.startswith("openssl ")]
    assert len(lines) == 2
    for line in lines:
        subprocess.run(line.replace("/var/lib/kyodo", str(tmp_path)), shell=True, check=True, capture_output=True)
    key = serialization.load_pem_private_key((tmp_path / "digital-key.pem").read_bytes(), None)
    public = serialization.load_pem_public_key((tmp_path / "public.pem").read_bytes())
    assert key.curve.name == "secp256r1" and public == key.public_key()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="statements of PostgreSQL")
def test_the_limits_of_the_role_are_set_as_printed():
    pages = [ROOT / "docs" / name for name in ("operations.md", "several-nodes.md")]
    typed = {said for page in pages for line in code_of(of(page)) for said in re.findall(r"^(ALTER ROLE kyodo SET [^;`]+)", line)}
    assert len(typed) == 5  # both pages say the same, statement by statement
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE typed")  # the cluster of the tests has a kyodo already
        for statement in typed:
            cursor.execute(statement.replace("ROLE kyodo ", "ROLE typed "))
        cursor.execute(
            "SELECT cardinality(setconfig) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole WHERE rolname = 'typed'"
        )
        assert cursor.fetchone() == (5,)


def test_every_database_on_another_machine_is_printed_with_what_the_line_is():
    """What `check --deploy` asks for stands in what is copied from the manuals; the same words for PgBouncer as it reads them."""
    printed = {address for page in (*PAGES, *DEPLOY) for address in re.findall(r"postgres://[^\s\"`]+", of(page))}
    elsewhere = {address for address in printed if "@127.0.0.1" not in address}
    assert len(elsewhere) == 4 and all(re.search(r"[?&]sslmode=(verify-full|disable)\b", address) for address in elsewhere)
    nodes = of(ROOT / "docs" / "several-nodes.md")
    assert {"client_tls_sslmode = require", "server_tls_sslmode = verify-full"} <= set(nodes.splitlines())
