"""The index of searches: which rows of a table hold a gram, that is one character, or two that follow each other.

A model says `has_gram_index = True`, and what `found` of search.py asks of its `search_text` goes by the index. It only narrows:
every condition of the query, each word too, is still asked of the rows that it names, so that a hit is never another one than
without it. Grams, because a word of one or two characters (川, 除雪) is the common question of Japanese, and every longer one
is made of them.

The database keeps the index itself, whoever writes: on PostgreSQL an index over an expression, on SQLite a full text table and
triggers that need nothing but SQL, so that a shell and an import may write too. It is laid after every migrate, as the guard
of the audit trail is (audit/guard.py), and belongs to no migration: SQLite drops triggers when a table is rebuilt, and what is
written until they are there again would be missing. Where anything of it is not as this version lays it, it is built anew, in
one transaction: who ends half way leaves things as they were.
"""

from django.apps import apps
from django.db import connection, transaction
from django.db.models.sql.datastructures import BaseTable

VERSION = 1  # of what a gram is: part of PostgreSQL's names, so that an index never meets another version's function
FUNCTION = f"kyodo_grams_{VERSION}"
MOST = 24  # grams asked for: a longer question is narrow enough by so many
SAMPLE = 200  # rows of which `problems` asks whether the index holds all their grams

# ---- SQLite: the bytes of each gram as one word of hexadecimal digits. The text is cut into pieces first, because substr()
# walks from the beginning. LIKE takes A for a, and so does the index.
SQLITE_GRAMS = (
    "(WITH RECURSIVE piece(at, part) AS (SELECT 1, substr({text}, 1, 65)"
    " UNION ALL SELECT at + 64, substr({text}, at + 64, 65) FROM piece WHERE at + 64 <= length({text})),"
    " place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 64)"
    " SELECT group_concat(hex(lower(substr(part, n, 1))) || ' ' || hex(lower(substr(part, n, 2))), ' ')"
    " FROM piece, place WHERE n <= length(part))"
)
OLD, NEW, OWN = (SQLITE_GRAMS.format(text=text) for text in ("OLD.search_text", "NEW.search_text", "search_text"))
TAKE_OUT = f"INSERT INTO {{index}} ({{index}}, rowid, grams) VALUES ('delete', OLD.id, {OLD});"  # noqa: S608  our own words
PUT_IN = f"INSERT INTO {{index}} (rowid, grams) VALUES (NEW.id, {NEW});"  # noqa: S608
FILL = f"INSERT INTO {{index}} (rowid, grams) SELECT id, {OWN} FROM {{table}} ORDER BY id"  # noqa: S608
SQLITE = {
    "{index}": "CREATE VIRTUAL TABLE {index} USING fts5(grams, content='', detail=none, tokenize='ascii')",
    "{index}_insert": "CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN " + PUT_IN + " END",
    "{index}_update": "CREATE TRIGGER {index}_update AFTER UPDATE OF id, search_text ON {table}"
    " WHEN OLD.id <> NEW.id OR OLD.search_text <> NEW.search_text BEGIN " + TAKE_OUT + " " + PUT_IN + " END",
    "{index}_delete": "CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN " + TAKE_OUT + " END",
}  # fmt: skip
SQLITE_THERE = "SELECT name, sql FROM sqlite_master WHERE name LIKE '%\\_grams%' ESCAPE '\\'"

# ---- PostgreSQL: a number for each gram, its code points side by side. Too dear to be computed for a row, and without statistics:
# of a gram that stands everywhere the planner would rather read the whole table.
BODY = (
    " DECLARE letters text[] := string_to_array($1, NULL); BEGIN RETURN ARRAY("
    "SELECT ascii(one)::bigint FROM unnest(letters) AS one UNION "
    "SELECT (ascii(one)::bigint << 21) | ascii(two) FROM unnest(letters, letters[2:]) AS pair(one, two) WHERE two IS NOT NULL"
    "); END "
)
COST = 1000
POSTGRES_FUNCTION = (
    f"CREATE FUNCTION {FUNCTION}(text) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST {COST} AS $${BODY}$$"
)
POSTGRES_INDEX = (
    f"CREATE INDEX {{index}} ON {{table}} USING gin ({FUNCTION}(search_text)) WITH (fastupdate = off);"
    " ALTER INDEX {index} ALTER COLUMN 1 SET STATISTICS 0"
)
# (name, whether it is as it should be) of functions and indexes of this and of other versions
POSTGRES_THERE = (
    f"SELECT proname, prosrc = '{BODY}' AND procost = {COST} FROM pg_proc"  # noqa: S608  our own words
    " WHERE proname LIKE 'kyodo\\_grams\\_%' AND pronamespace = current_schema()::regnamespace"
    " UNION ALL SELECT c.relname, i.indisvalid AND a.attstattarget = 0 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.relname LIKE '%\\_grams\\_%' AND c.relnamespace = current_schema()::regnamespace"
)


def indexed():
    """[model] with an index of its `search_text`."""
    return sorted(
        (model for model in apps.get_models() if getattr(model, "has_gram_index", False)), key=lambda m: m._meta.db_table
    )


def grams_of(*forms):
    """The grams that a text must hold if it holds one of the `forms` of a word: pairs, or single characters where no pair says it.

    [] where the forms have nothing in common: then the word narrows nothing.
    """
    pairs = [list(dict.fromkeys(map("".join, zip(form, form[1:], strict=False)))) for form in forms]
    shared = [pair for pair in pairs[0] if all(pair in others for others in pairs[1:])]
    if len(forms) == 1:
        return shared or [forms[0]]
    said = set("".join(shared))
    return shared + [letter for letter in dict.fromkeys(forms[0]) if letter not in said and all(letter in form for form in forms)]


class Narrowed(BaseTable):
    """A table in FROM, of which the database reads only the rows that the index names, one by one as they are asked for."""

    SQL = {
        # The order of a CROSS JOIN is kept: no list of all rows is made first.
        "sqlite": "(SELECT rowid AS found FROM {table}_grams WHERE {table}_grams MATCH %s) CROSS JOIN {table} ON found = {table}.id",
        # OFFSET 0 keeps what is inside to itself: the planner would gladly read other indexes too, for whatever else is asked.
        "postgresql": f"(SELECT * FROM {{table}} WHERE {FUNCTION}(search_text) @> %s::bigint[] OFFSET 0) {{table}}",  # noqa: S608  our own names
    }

    def __init__(self, table, words):
        super().__init__(table, None)
        self.grams = list(dict.fromkeys(gram for forms in words for gram in grams_of(*forms)))[:MOST]

    def as_sql(self, compiler, connection):
        if connection.vendor == "sqlite":
            asked = " ".join(gram.encode().lower().hex() for gram in self.grams)  # of bytes only A to Z become small
        else:
            asked = [ord(gram) if len(gram) == 1 else ord(gram[0]) << 21 | ord(gram[1]) for gram in self.grams]
        return self.SQL[connection.vendor].format(table=self.table_name), [asked]


def narrowed(queryset, words):
    """`queryset`, which asks already for one of the forms of each of `words`, through the index."""
    queryset = queryset.all()
    table = queryset.query.get_initial_alias()
    if (narrow := Narrowed(table, words)).grams:
        queryset.query.alias_map[table] = narrow
    return queryset


# ---- laying it -------------------------------------------------------------------------------------------------------------
def _wanted(model, vendor):
    """{name: statement} of the index of one model."""
    table = model._meta.db_table
    names = {"table": table, "index": f"{table}_grams" if vendor == "sqlite" else f"{table}_grams_{VERSION}"}
    pattern = SQLITE if vendor == "sqlite" else {"{index}": POSTGRES_INDEX}
    return {name.format(**names): sql.format(**names) for name, sql in pattern.items()}


def _there(connection):
    """{name: its statement on SQLite, whether it holds on PostgreSQL} of what the database has."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_THERE if connection.vendor == "sqlite" else POSTGRES_THERE)
        return dict(cursor.fetchall())


def _lacking(connection):
    """{model: [names]} of what is not there, or is not what this version lays; on SQLite also of what misses rows."""
    there, found = _there(connection), {}
    for model in indexed():
        wanted = _wanted(model, connection.vendor)
        if connection.vendor == "sqlite":
            names = [name for name, sql in wanted.items() if there.get(name) != sql]
            found[model] = names or [name for name in list(wanted)[:1] if not _has_all_rows(connection, model)]
        else:
            found[model] = [name for name in (FUNCTION, *wanted) if not there.get(name)]
    return {model: names for model, names in found.items() if names}


def _has_all_rows(connection, model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT COUNT(*) FROM {table}) = (SELECT COUNT(*) FROM {table}_grams_docsize)")  # noqa: S608
        return bool(cursor.fetchone()[0])


def install(connection):
    """Lay every index that is not as it should be, on the tables that are there. May be called again at any time."""
    lacking, tables = _lacking(connection), set(connection.introspection.table_names())
    models = [model for model in lacking if model._meta.db_table in tables]
    if models:
        rebuild(connection, models)


def rebuild(connection, models=None):
    """Build the indexes of `models`, or all of them, anew, in one transaction. About a minute for 100,000 rows."""
    vendor = connection.vendor
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if vendor == "postgresql" and _lay_function(connection, cursor):
            models = None  # every index has gone with the function that it was made by
        for model in models or indexed():
            table, wanted = model._meta.db_table, _wanted(model, vendor)
            for name, sql in wanted.items():
                kind = sql.split()[1]  # CREATE TRIGGER, INDEX or VIRTUAL TABLE
                cursor.execute(f"DROP {'TABLE' if kind == 'VIRTUAL' else kind} IF EXISTS {name}")
            for sql in wanted.values():
                cursor.execute(sql)
            if vendor == "sqlite":
                cursor.execute(FILL.format(index=f"{table}_grams", table=table))


def _lay_function(connection, cursor):
    """PostgreSQL's function as this version has it, and none of another version; whether it had to be laid."""
    # A process that is killed is noticed: the server would build on, and hold all writers, for somebody who is gone.
    cursor.execute("SET LOCAL client_connection_check_interval = '2s'; SET LOCAL maintenance_work_mem = '128MB'")
    there = {name: holds for name, holds in _there(connection).items() if name.startswith("kyodo_grams_")}
    for name, holds in there.items():
        if name != FUNCTION or not holds:
            cursor.execute(f"DROP FUNCTION {name}(text) CASCADE")
    if there.get(FUNCTION):
        return False
    cursor.execute(POSTGRES_FUNCTION)
    return True


def forget_deleted():
    """A job of the clock: on SQLite, grams of texts that are gone leave the file too. FTS5 only marks them until it merges its parts."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for model in indexed():
                index = f"{model._meta.db_table}_grams"
                cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608


def problems(connection):
    """One name for each part that lacks or is of another version, and each table whose index does not hold its rows."""
    lacking = _lacking(connection)
    yield from sorted({name for names in lacking.values() for name in names})
    if connection.vendor == "sqlite":
        for model in indexed():
            if model not in lacking and not _holds_sample(connection, model):
                yield f"{model._meta.db_table}_grams"


def _holds_sample(connection, model):
    """Whether the index names each of SAMPLE rows, any of them, for all grams of its text."""
    table, grams = model._meta.db_table, SQLITE_GRAMS.format(text="row.search_text")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM (SELECT id, search_text FROM {table} WHERE search_text <> '' ORDER BY random() LIMIT {SAMPLE})"  # noqa: S608
            f" AS row WHERE NOT EXISTS (SELECT 1 FROM {table}_grams WHERE {table}_grams MATCH {grams} AND rowid = row.id)"
        )
        return not cursor.fetchone()[0]
