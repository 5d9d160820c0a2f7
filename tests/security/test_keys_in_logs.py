"""A word that opens something by its address alone is in no log: not in the portal's lines, not in the proxy's."""

import io
import logging
import re
import secrets
import shutil
import ssl
import subprocess
import time
from http.client import HTTPSConnection

import pytest
from django.core import signing
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from kyodo_portal.accounts.models import User
from kyodo_portal.common.web.log import Plain
from kyodo_portal.process.middleware import log
from tests.house import ROOT
from tests.postgres import free_port

pytestmark = pytest.mark.django_db
KEY = "Zk3v-Q7w_1abcDEF"
CONF = (ROOT / "deploy" / "nginx" / "kyodo.conf").read_text(encoding="utf-8")


@pytest.fixture
def written(monkeypatch):
    """What the portal writes into its log, as text: the handler of the settings, with another end."""
    (handler,) = (one for one in logging.root.handlers if isinstance(one.formatter, Plain))
    monkeypatch.setattr(handler, "stream", io.StringIO())
    silenced = logging.root.manager.disable  # what another test silences meanwhile is heard here
    logging.disable(logging.NOTSET)
    yield handler.stream
    logging.disable(silenced)


def addresses(resolver=None, start="/"):
    """Every address that holds a key, with KEY in it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        written = f"{start}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, written)
        elif "<str:token>" in written:
            yield written.replace("<str:token>", KEY)


def test_the_portal_writes_no_key_into_its_log(written):
    asked = list(addresses())
    for address in asked:
        Client().get(address)
        Client().post(address)
    said = written.getvalue()
    assert f"Not Found: {reverse('request-guest', args=['-'])}" in said and KEY not in said
    assert len(asked) >= 6


@pytest.mark.parametrize("behind", [".", ")", "。", "/x/"], ids=["stop", "bracket", "maru", "more"])
def test_nor_one_whose_address_came_with_something_behind_it(written, behind):
    keys = [secrets.token_urlsafe(32), signing.dumps([1, "mark"], salt="x")]
    for address in addresses():
        for key in keys:
            Client().get(f"{address.replace(KEY, key)}{behind}")
    said = written.getvalue()
    assert "Not Found: /requests/guest/-" in said and not [key for key in keys if key in said]
    Client().get("/static/css/directory.0123456789ab.css")
    Client().get("/partners/nobody-knows-this/")
    assert "/static/css/directory.0123456789ab.css" in written.getvalue() and "/partners/nobody-knows-this/" in written.getvalue()


def test_the_proxy_writes_none_either():
    kept = re.findall(r'^    "~(\^.+)" "', CONF, re.MULTILINE)
    cut = f"/me/{secrets.token_urlsafe(32)}"  # a mail program took the end for the end of a sentence
    shown = [
        address
        for address in (*addresses(), cut, f"/{cut}.ics")
        if not any(re.match(rule.replace("(?<", "(?P<"), address) for rule in kept)
    ]
    assert shown == [] and len(kept) == 2
    assert not [page for page in ("/me/", "/me/calendar/", "/me/data/notices/") if any(re.match(rule, page) for rule in kept[1:])]
    assert re.findall(r"access_log (.*);", CONF) == ["/var/log/kyodo/access.log kyodo"] * 2
    format_ = CONF.partition("log_format kyodo")[2].partition(";")[0]
    assert "$kyodo_address" in format_ and "$request " not in format_ and "$http_referer" not in format_


@pytest.fixture
def proxy(tmp_path):
    """nginx with deploy/nginx/kyodo.conf as it is, but for ports, certificate and folders; nobody listens behind it."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not here")
    tls, plain = free_port(), free_port()
    key = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=kyodo",
        "-keyout",
        f"{tmp_path}/key",
        "-out",
        f"{tmp_path}/pem",
    ]
    subprocess.run(key, check=True, capture_output=True)
    text = re.sub(r"^ *listen \[.*\n", "", CONF, flags=re.MULTILINE)
    for ours, here in (
        ("listen 443", f"listen 127.0.0.1:{tls}"), ("listen 80;", f"listen 127.0.0.1:{plain};"), ("127.0.0.1:8000", f"127.0.0.1:{free_port()}"),
        ("/etc/ssl/kyodo.pem", f"{tmp_path}/pem"), ("/etc/ssl/private/kyodo.key", f"{tmp_path}/key"), ("/var/log/kyodo", str(tmp_path)),
    ):  # fmt: skip
        assert ours in text
        text = text.replace(ours, here)
    folders = "".join(f"{name}_temp_path {tmp_path}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = f"daemon off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/main.log;\nevents {{}}\nhttp {{\n{folders}{text}\n}}\n"
    (tmp_path / "nginx.conf").write_text(main)
    server = subprocess.Popen(["nginx", "-c", f"{tmp_path}/nginx.conf", "-e", f"{tmp_path}/main.log"])
    yield tls
    server.terminate()
    server.wait(20)


def asked(port, address, came_from, length=0):
    """The status of an answer over TLS, of a server that may not stand yet; `length` is what is said to follow."""
    headers = {"Referer": f"https://kyodo.city.example.jp{came_from}", "Content-Length": str(length)}
    for _ in range(100):
        line = HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context())
        try:
            line.request("POST" if length else "GET", address, headers=headers)
            return line.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def test_the_proxy_writes_none_while_the_portal_is_away_or_what_was_sent_is_too_large(proxy, tmp_path):
    guest = next(address for address in addresses() if "/requests/guest/" in address)
    assert asked(proxy, guest, guest) == 503
    assert asked(proxy, "/static/css/base.css", guest) == 503
    assert asked(proxy, guest, guest, length=201 * 1024 * 1024) == 413
    (lines := sorted(path for path in tmp_path.glob("*.log"))).remove(tmp_path / "main.log")
    assert [path.name for path in lines] == ["access.log"]
    said = (tmp_path / "access.log").read_text() + (tmp_path / "main.log").read_text()
    assert KEY not in said and said.count('"GET /requests/guest/- HTTP/1.1" 503') == 1
    assert re.search(r'"GET /static/css/base.css HTTP/1.1" 503 \d+ "-" "-" 127.0.0.1:\d+ 502 \d', said)


def test_what_met_in_the_database_stands_in_no_line(written):
    """PostgreSQL says of two rows that meet which values they have."""
    User.objects.create_user("hanako@example.jp", name="見本 花子")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO accounts_user SELECT * FROM accounts_user")
    except (IntegrityError, DatabaseError) as error:
        log.error("A row was refused: %s", "/x/", exc_info=error)
    said = written.getvalue()
    assert "A row was refused: /x/" in said and "Traceback" in said and "hanako" not in said and "DETAIL" not in said
