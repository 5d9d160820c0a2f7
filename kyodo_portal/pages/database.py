"""Whether the database has the shape that this code expects: asked by `manage.py prepare` and by /readyz.

A database that was made by another version answers most pages and fails on some. Compared are the migrations and,
because a migration may be recorded that was another one then, the columns themselves.
"""

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

TO_DO = "manage.py prepare をしてください"
OTHER = "このデータベースを作ったときの版のプログラムを使うか、バックアップから戻してください"
# (table, column, whether a row cannot be written without naming it) of every column that there is
COLUMNS = {
    "sqlite": 'SELECT m.name, c.name, c."notnull" AND c.dflt_value IS NULL AND NOT c.pk'
    " FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'",
    "postgresql": "SELECT t.relname, c.attname, c.attnotnull AND NOT c.atthasdef AND c.attidentity = ''"
    " FROM pg_attribute c JOIN pg_class t ON t.oid = c.attrelid"
    " WHERE t.relkind IN ('r', 'p') AND pg_table_is_visible(t.oid)"
    " AND t.relnamespace <> 'pg_catalog'::regnamespace AND c.attnum > 0 AND NOT c.attisdropped",
}
# What changes whenever a table does, and whenever a migration is recorded: the whole comparison is made once for
# each answer.
SHAPE = {
    "sqlite": "SELECT COUNT(*), MAX(id), (SELECT schema_version FROM pragma_schema_version) FROM django_migrations",
    "postgresql": "SELECT COUNT(*), MAX(id),"
    " (SELECT SUM(hashtext(relname::text || relkind::text)) FROM pg_class WHERE relkind IN ('r', 'p')),"
    " (SELECT SUM(hashtext(attname::text || attnotnull::text)) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped)"
    " FROM django_migrations",
}
_fitting = set()


def misfit():
    """One sentence that says why this database is not the one this code expects, and what to do; "" where it is.

    One query where this process has already found it fitting, and nothing changed since; otherwise about five. A
    DatabaseError where it cannot be reached or was never prepared.
    """
    with connection.cursor() as cursor:
        cursor.execute(SHAPE[connection.vendor])
        shape = (connection.settings_dict["NAME"], *cursor.fetchone())
    if shape in _fitting:
        return ""
    found = unknown_migrations() or pending_migrations() or other_columns(apps)
    if not found:
        _fitting.clear()
        _fitting.add(shape)
    return found


def is_empty():
    """True where no migration has been yet: a new database, or one that was lost. Up to two queries."""
    return not MigrationRecorder(connection).applied_migrations()


def misfit_before_migrating():
    """The same of a database that still has migrations before it: those that it has must be ours, and have made what
    ours make.

    Asked so that a database of another version is left as it is.
    """
    found = unknown_migrations()
    executor = MigrationExecutor(connection)
    applied = [key for key in executor.loader.applied_migrations if key in executor.loader.graph.nodes]
    if found or not applied or not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return found
    return other_columns(executor.loader.project_state(applied, at_end=True).apps)


def misfit_after_migrating():
    return pending_migrations() or other_columns(apps)


def unknown_migrations():
    """Migrations that the database has had and this code does not know: it was made by a newer version."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations) | {key for one in loader.disk_migrations.values() for key in one.replaces}
    unknown = sorted(f"{app}.{name}" for app, name in set(loader.applied_migrations) - known)
    return _sentence("データベースがプログラムより新しい版のものです", unknown, OTHER)


def pending_migrations():
    """Migrations of this code that the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _sentence("データベースがプログラムより古い版のものです", [f"{one.app_label}.{one.name}" for one, _ in plan], TO_DO)


def other_columns(models_of):
    """Columns of the models in `models_of` (apps, or those of a migration's state) that are missing, and those that
    only the database has and that no row can do without.
    """
    there = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        for table, column, needed in cursor.fetchall():
            there.setdefault(table, {})[column] = needed
    wrong = set()
    for model in models_of.get_models(include_auto_created=True):
        options = model._meta
        if not options.managed or options.proxy:
            continue
        wanted, found = {field.column for field in options.local_concrete_fields}, there.get(options.db_table, {})
        wrong |= {f"{options.db_table}.{column}" for column in wanted - found.keys()}
        wrong |= {f"{options.db_table}.{column}" for column, needed in found.items() if needed and column not in wanted}
    return _sentence("データベースの列がプログラムと合いません", sorted(wrong), OTHER)


def _sentence(what, names, to_do):
    more = f" など{len(names)}件" if len(names) > 3 else ""
    return f"{what}（{'、'.join(names[:3])}{more}）。{to_do}。" if names else ""
