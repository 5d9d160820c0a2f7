"""A person who is everywhere: signs up, registers, proposes, is written about; and a look at every text of the database."""

import re
import time
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client

from kyodo_portal.process.actions import take_step
from partners.models import Partner, Registration
from tests import build
from tests.partners.registration import words

NAME, MAIL, PHONE, ADDRESS = "雲居 さざれ", "sazare.kumoi@example.jp", "0258-91-4837", "新潟県小千谷市雲居町7-31"
PASSWORD = "nagai-kotoba-2026"
# How the four are looked for in the whole database, as typed and as other people write them.
TRACES = ("雲居 さざれ", "雲居さざれ", "雲居　さざれ", "sazare", "91-4837", "914837", "雲居町", "０２５８")


def signed_in(name=NAME, email=MAIL, **fields):
    """(user, client): signed up before, and signed in by password just now."""
    call_command("createcachetable")
    caches["default"].clear()
    user = build.user(name, email, **fields)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    client = Client()
    assert client.post("/accounts/login/", {"login": email, "password": PASSWORD}).status_code == 302
    return user, client


def apply(user, *, name, status, secretary=None):
    """An application of a group whose representative and contact is this person."""
    row = build.partner_actions.start_registration(by=user, name=name, kind="civic", form_key=uuid4())
    values = {}
    for page_values in words.pages().values():
        values |= page_values
    own = {
        "name": name, "representative": NAME, "contact_name": NAME, "phone": PHONE, "fax": "", "email": MAIL, "address": ADDRESS,
        "activities": f"{NAME}が、月に1回、読み聞かせをします。",
    }  # fmt: skip
    row = build.partner_actions.save_page(registration=row, by=user, values={**values, **own})
    if status == "draft":
        return row
    row = take_step(row, "submit", by=user, version=row.version)
    if status == "registered":
        row = take_step(row, "approve", by=secretary, version=row.version)
    return row


def everywhere():
    """{table.column: text} of every row and column that can hold a word, sessions decoded, the cache's table too."""
    texts = {}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"kyodo_cache"}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in sorted(tables & there):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = re.sub(r":\d\d\.\d{6}", "", str(value))  # what stands in a fraction of a second is chance
                    if "\\u" in text:  # SQLite keeps JSON with escapes
                        text = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), text)
                    texts[f"{table}.{name}"] = texts.get(f"{table}.{name}", "") + "\n" + text
    texts["session"] = "\n".join(str(session.get_decoded()) for session in Session.objects.all())
    return texts


def traces_in(texts):
    """[(table.column, trace)] of what of the person stands anywhere."""
    return sorted((place, word) for place, text in texts.items() for word in TRACES if word in text)


def later(monkeypatch, minutes):
    """The clock of sessions goes on."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + minutes * 60)


def registration(row):
    return Registration.objects.get(pk=row.pk)


def partner(row):
    return Partner.objects.get(pk=row.partner_id)
