"""What page_cache.py watches: a text of every public column of every table, where a visitor's page of the sample city shows it.

Nothing is named here: the pages are read as a visitor finds them, a row is looked for whose text stands on one of them, and is watched
once a token that was written into it stood there too. A table that comes is watched by itself.
"""

import html
import re
from typing import NamedTuple

HERE = "127.0.0.1"  # as the visitors of page_cache.py ask
OF_A_NAME, TRIES, MOST_ROWS, MOST_ADDRESSES = 6, 6, 400, 3
LINK = re.compile(r'<a [^>]*?href="(/[^"#?]*)')
FORMS = ("/accounts/", "/ask/", "/consult/", "/voices/send/", "/search/", "/sample/", "/reading/", "/drawings/")
ENDS = ("/me-too/", "/apply/", "/signup/", "/send/", ".ics", ".xlsx", ".csv", ".json", ".jsonl", ".pdf")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")


class Watched(NamedTuple):
    """A text that is written anew again and again, and the addresses that show it."""

    row: object
    column: str
    addresses: list


def plain(content):
    """A page as a reader sees it, without its markup."""
    return html.unescape(re.sub(r"<wbr>|</?\w[^>]*>", "", content))


def pages():
    """{address: text} of what a visitor finds by links, some of each name."""
    from django.test import Client
    from django.urls import Resolver404, resolve

    waiting, opened, found, visitor = ["/", "/sitemap/"], {}, {}, Client(raise_request_exception=False, SERVER_NAME=HERE)
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(address).url_name
        except Resolver404:
            continue
        if address in found or address.startswith(FORMS) or address.endswith(ENDS) or opened.get(name, 0) >= OF_A_NAME:
            continue
        answer = visitor.get(address)
        if answer.status_code == 200 and not answer.streaming and "html" in answer["Content-Type"]:
            content = answer.content.decode()
            opened[name], found[address] = opened.get(name, 0) + 1, plain(content)
            waiting += LINK.findall(content)
    return found


def columns(model):
    """The public columns of a model that hold what somebody wrote: no codes, no keys, no addresses."""
    from django.db import models

    from kyodo_portal.common.privacy import public_columns

    public = public_columns(model)
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        if field.name in public and is_text and not field.choices and field.name != "search_text":
            yield field.name


def find():
    """[Watched], and {table: why} of the tables shown of which no text is watched."""
    from django.apps import apps

    from kyodo_portal.pages import data_triggers

    shown, texts, watched, without = set(data_triggers.shown_tables()), pages(), [], {}
    for model in apps.get_models():
        table, before = model._meta.db_table, len(watched)
        if table not in shown or model._meta.proxy:
            continue
        for column in columns(model):
            one = _watched(model, column, texts, len(watched))
            watched += [one] if one else []
        if len(watched) == before:
            has_rows = model._base_manager.exists()
            without[table] = "no text of it stands on a page" if has_rows else "no rows in the sample city"
    return watched, without


def _watched(model, column, texts, number):
    """The Watched of one column, None where no text of it stands on a page that was read."""
    rows, tries = model._base_manager.exclude(**{column: ""}).order_by("pk"), 0
    for key, value in rows.values_list("pk", column)[:MOST_ROWS]:
        said = value.strip().splitlines()[:1] if isinstance(value, str) else ()
        if not said or not JAPANESE.search(said[0]) or len(said[0]) < 4:
            continue
        addresses = [address for address, text in texts.items() if said[0][:15] in text]
        if not addresses:
            continue
        if (there := _shown_on(model._base_manager.get(pk=key), column, addresses, number)) is not None:
            return there
        tries += 1
        if tries == TRIES:
            return None
    return None


def _shown_on(row, column, addresses, number):
    """The Watched of this row, if what is written into it stands on one of these pages; otherwise it is as it was."""
    from django.db import DatabaseError, transaction
    from django.test import Client

    value, token = getattr(row, column), f"Zz{number}x0zZ"
    rows, visitor, there = type(row)._base_manager.filter(pk=row.pk), Client(raise_request_exception=False, SERVER_NAME=HERE), []
    try:
        with transaction.atomic():
            rows.update(**{column: token})
    except DatabaseError:  # written once, or not any text will do
        return None
    for address in sorted(addresses, key=len)[: MOST_ADDRESSES * 3]:
        answer = visitor.get(address)
        if answer.status_code == 200 and token in answer.content.decode().replace("<wbr>", ""):
            there.append(address)
    if there:
        return Watched(row, column, there[:MOST_ADDRESSES])
    rows.update(**{column: value})
    return None
