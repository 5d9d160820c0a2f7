"""A rule by which somebody has applied, and its kinds of costs, change no more: the database refuses it, whoever writes.

What there is to give and the days stay open (GrantRule.OPEN_LATER), and in which order costs stand. Laid after every migrate like the
guard of the audit trail (audit/guard.py), asked for by `manage.py verify`.
"""

from .scheme_models import CostItem, GrantRule

USED = 'EXISTS (SELECT 1 FROM projects_grant g WHERE g.rule_id = {row}."{key}" AND g.number IS NOT NULL)'
SAYS = "{table} is frozen: somebody has applied by this rule"
EVENTS = {
    # what stands there: (which rows are asked whether their rule is used, whether only some columns are frozen)
    GrantRule: {"update": (("OLD",), True)},
    CostItem: {"insert": (("NEW",), False), "update": (("OLD", "NEW"), True), "delete": (("OLD",), False)},
}
OPEN = {GrantRule: GrantRule.OPEN_LATER, CostItem: ("order",)}
KEYS = {GrantRule: "id", CostItem: "rule_id"}
THERE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'",
}


def _condition(model, rows, only_some, vendor):
    """When a write is refused, in SQL."""
    used = " OR ".join(USED.format(row=row, key=KEYS[model]) for row in rows)
    if not only_some:
        return used
    differs = 'NEW."{0}" IS NOT OLD."{0}"' if vendor == "sqlite" else 'NEW."{0}" IS DISTINCT FROM OLD."{0}"'
    names = [field.column for field in model._meta.concrete_fields if field.name not in OPEN[model]]
    return f"({used}) AND ({' OR '.join(differs.format(name) for name in names)})"


def _statements(connection):
    """{name of a trigger: (what stands in the database, [statements that lay it], table)}"""
    found = {}
    for model, events in EVENTS.items():
        table = model._meta.db_table
        for event, (rows, only_some) in events.items():
            name, says = f"{table}_frozen_{event}", SAYS.format(table=table)
            condition = _condition(model, rows, only_some, connection.vendor)
            if connection.vendor == "sqlite":
                sql = f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{says}'); END"
                found[name] = (sql, [f"DROP TRIGGER IF EXISTS {name}", sql], table)
                continue
            given = "OLD" if event == "delete" else "NEW"
            body = f" BEGIN IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = '23514'; END IF; RETURN {given}; END "
            laid = [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $${body}$$ LANGUAGE plpgsql",
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
            found[name] = (body, laid, table)
    return found


def missing_triggers(connection):
    """The names of the triggers that are not there, are switched off, or are those of another version."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        there = dict(cursor.fetchall())
    return sorted(name for name, (stands, _, _) in _statements(connection).items() if there.get(name) != stands)


def install(connection):
    """Freeze what is used, where the tables are there. May be called again at any time."""
    tables = {"projects_grant", *(model._meta.db_table for model in EVENTS)}
    if not tables <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for name in missing_triggers(connection):
            for sql in _statements(connection)[name][1]:
                cursor.execute(sql)


def lift(connection):
    """Take the triggers away: for a migration that rewrites rules, and for tests."""
    with connection.cursor() as cursor:
        for name, (_, _, table) in _statements(connection).items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
