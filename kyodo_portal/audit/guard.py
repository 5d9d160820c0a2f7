"""The guard of what must never change: database triggers that refuse UPDATE and DELETE.

A model says `append_only = True` and its table is guarded on SQLite and on PostgreSQL. SQLite rebuilds a table on AlterField
and drops its triggers, so they are laid anew after every migrate; `manage.py verify` asks whether they are there.
"""

from django.apps import apps

SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_append_only_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_append_only_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
)
POSTGRES = (
    "DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()",
)
THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def tables():
    """The tables whose rows are written once."""
    return sorted(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def wanted(connection):
    """The names of the triggers that have to be there."""
    verbs = ("_update", "_delete") if connection.vendor == "sqlite" else ("",)
    return {f"{table}_append_only{verb}" for table in tables() for verb in verbs}


def missing(connection):
    """The names of the triggers that are not there, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        return sorted(wanted(connection) - {row[0] for row in cursor.fetchall()})


def install(connection):
    """Guard every table that is there. May be called again at any time."""
    there = set(connection.introspection.table_names())
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRES
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in there & set(tables()):
            for sql in statements:
                cursor.execute(sql.format(table=table))


def remove(connection):
    """Take the guard away: for a migration that has to rewrite old rows, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for name in wanted(connection):
            where = f" ON {name.removesuffix('_append_only')}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
