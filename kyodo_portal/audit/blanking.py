"""The one door in the guard: what a row that stands says of a person is blanked, or a name replaced in it."""

import json
from contextlib import contextmanager

from django.db import connection as default_connection
from django.db import models, transaction

from .guard import replaced_sql

CHUNK = 500  # rows that one statement looks at by their keys


@contextmanager
def blanking(event, words=None):
    """Inside, declared personal columns may be blanked, and the `words` {word: what stands for it} replaced in them.

    event: the AuditEvent that answers for it, written in the same transaction. Yields the words as `replace_words` takes them.
    The door is shut again before the transaction ends, whatever happens; nobody outside of it ever sees it open.
    """
    from .models import Blanking

    with transaction.atomic():
        spellings = with_escapes(words or {})
        rows = [Blanking(event=event, word=word, blank=blank) for word, blank in spellings.items() if word]
        Blanking.objects.bulk_create([Blanking(event=event), *rows])
        yield spellings
        Blanking.objects.filter(event=event).delete()


def with_escapes(words):
    """The words, and how SQLite keeps them inside JSON."""
    return {**words, **{json.dumps(word)[1:-1]: json.dumps(blank)[1:-1] for word, blank in words.items()}}


def text_fields(model):
    """The columns in which somebody may have written a person's name: texts and JSON, no codes and no keys."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.JSONField | models.CharField)
        and not field.choices
        and not field.primary_key
    ]


def replace_words(model, spellings, keys=None):
    """Replace every one of the words in all text columns of a table; returns how many values were written.

    spellings: {word: what stands for it}, out of what `blanking` yields. keys: of the only rows that are looked at, None for all.
    One query for each 500 rows where nothing is found.
    """
    fields = text_fields(model)
    if not fields or not spellings:
        return 0
    if keys is None:
        return _replace(model, fields, spellings, "", [])
    column, written, rows = default_connection.ops.quote_name(model._meta.pk.column), 0, sorted(keys)
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        written += _replace(model, fields, spellings, f" AND {column} IN ({', '.join(['%s'] * len(some))})", some)
    return written


def _replace(model, fields, spellings, limit, keys):
    connection = default_connection
    cast = "::text" if connection.vendor == "postgresql" else ""
    find = "strpos" if connection.vendor == "postgresql" else "instr"
    quote, table = connection.ops.quote_name, connection.ops.quote_name(model._meta.db_table)
    written = 0
    with connection.cursor() as cursor:

        def holds(field):
            return " OR ".join(f"{find}({quote(field.column)}{cast}, %s) > 0" for _ in spellings)

        found = " OR ".join(f"({holds(field)})" for field in fields)
        asked = [*spellings] * len(fields)
        cursor.execute(f"SELECT 1 FROM {table} WHERE ({found}){limit} LIMIT 1", [*asked, *keys])  # noqa: S608  our own names
        if cursor.fetchone() is None:
            return 0
        # The longest first: what holds another word must not be broken by it.
        for field in fields:
            for word in sorted(spellings, key=len, reverse=True):
                column = quote(field.column)
                new = replaced_sql(field, column, "%s", "%s", connection.vendor)
                sql = f"UPDATE {table} SET {column} = {new} WHERE {find}({column}{cast}, %s) > 0{limit}"  # noqa: S608
                cursor.execute(sql, [word, spellings[word], word, *keys])
                written += max(cursor.rowcount, 0)
    return written
