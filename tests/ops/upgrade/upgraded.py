"""Run by test_upgrade.py in a process of its own: loads a dump, brings it up to this code as an operator does, and
looks at every page.

Prints as JSON what the crawl met: {person: {address: status}}.
"""

import json
import lzma
import re
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import django

HERE = Path(__file__).parent
# The bytes of the uploads in the dump.
PDF = b"%PDF-1.4\n% kept since the first version\n%%EOF\n"
UPLOADS = ("e1/962d68c37cfbbe680a427f561de35b44", "71/5e118c51deb13a4dc5df29dda654ec8f")
# A visitor, and people of the sample city who see different things: what each opens besides the START of everybody.
PEOPLE = {
    None: ("/sitemap.xml", "/open-data/partners.csv", "/readyz"),
    "dantai@example.jp": ("/inbox/",),
    "kosharu@example.jp": ("/projects/board/",),
    "tanto@example.jp": ("/projects/board/",),
    "shinsa@example.jp": ("/inbox/",),
    "kanri@example.jp": ("/admin/",),
}
START = ("/", "/me/")


def main(name):
    django.setup()
    load(name)
    from django.core.management import call_command

    call_command("prepare")
    call_command("verify", stdout=sys.stderr)
    print(json.dumps({str(person): crawl(person) for person in PEOPLE}))


def load(name):
    """The dump into the empty database of the settings, with the uploads that its rows name."""
    from django.conf import settings
    from django.db import connection

    schema, statements = (read(name, part) for part in (connection.vendor, "rows"))
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.executescript(
            "PRAGMA foreign_keys = OFF;" + schema + "BEGIN;" + statements + "COMMIT; PRAGMA foreign_keys = ON;"
        )
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"BEGIN; SET LOCAL TIME ZONE 'UTC'; {schema}")
            cursor.execute(statements.encode())
            cursor.execute("COMMIT")
            count_on(cursor)
    for stored_as in UPLOADS:
        path = Path(settings.MEDIA_ROOT) / stored_as
        path.parent.mkdir(parents=True)
        path.write_bytes(PDF)


def count_on(cursor):
    """The rows brought their keys along: each sequence goes on behind them."""
    cursor.execute(
        "SELECT t.relname, c.attname FROM pg_attribute c JOIN pg_class t ON t.oid = c.attrelid"
        " WHERE c.attidentity <> '' AND t.relnamespace = current_schema()::regnamespace"
    )
    for table, column in cursor.fetchall():
        cursor.execute(
            f"""SELECT setval(pg_get_serial_sequence('"{table}"', '{column}'), COALESCE(MAX("{column}"), 0) + 1, false)"""
            f' FROM "{table}"'
        )


def read(name, part):
    return lzma.decompress((HERE / f"{name}-{part}.sql.xz").read_bytes()).decode()


def crawl(person):
    """{address: status} of what this person finds by following links: one address of each name, for pages of one name
    are made alike.
    """
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(raise_request_exception=False)
    if person:
        client.force_login(get_user_model().objects.get(email=person))
    seen, opened, waiting = {}, set(), [*START, *PEOPLE[person]]
    while waiting:
        address = waiting.pop(0)
        if name_of(address) in opened or not is_of_interest(person, address):
            continue
        opened.add(name_of(address))
        answer = client.get(address)
        seen[address] = answer.status_code
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += links(answer.content.decode())
        if answer.status_code == 302:
            waiting.append(urlsplit(answer["Location"]).path)
    return seen


def is_of_interest(person, address):
    """The library is everybody's, so that a visitor's look is enough; the admin is opened by who may see all of it."""
    if address.startswith("/admin/"):
        return "/admin/" in PEOPLE[person]
    return person is None or not address.startswith(("/guidelines/", "/policies/"))


def name_of(address):
    """What an address is called, without the row that it shows and without conditions."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def links(page):
    """The addresses of this site in a page. What leads away, signs out, adds a row, or lists its old versions is left aside."""
    paths = (unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*?href="(/[^"]*)"', page))
    return [
        link
        for link in paths
        if not link.startswith(("//", "/static/", "/accounts/logout")) and not re.search("/(history|add)/", link)
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
