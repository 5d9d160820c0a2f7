"""A word that opens something by its address alone is in no log: not in the portal's lines, not in the proxy's."""

import io
import logging
import re
import secrets

import pytest
from django.core import signing
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from kyodo_portal.accounts.models import User
from kyodo_portal.common.web.log import Plain
from kyodo_portal.process.middleware import log
from tests.house import ROOT

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
