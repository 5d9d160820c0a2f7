"""The guard of what must never change: database triggers that refuse UPDATE and DELETE.

A model says `append_only = True` and its table is guarded on SQLite and on PostgreSQL. SQLite rebuilds a table on AlterField
and drops its triggers, so they are laid anew after every migrate; `manage.py verify` asks whether they are there.

One thing may happen to a row that stands: what it says of a person is blanked (個人情報保護法). The model declares it in
`personal_columns` (common/privacy.py). Inside `blanking(event, …)` of blanking.py, which names the audit event that answers
for it, the triggers let such a column be set to its blank, or a word that was named be replaced in it. Every other column,
every other value and every DELETE are refused there too.

Where a row is written until a moment comes (通知書: until it is released), the model names the column of that moment in
`append_only_from`: as long as it is empty the row is like any other.
"""

import json

from django.apps import apps
from django.db import models

from kyodo_portal.common.privacy import personal_columns

OPEN = "EXISTS (SELECT 1 FROM audit_blanking)"
SQLITE = (
    "DROP TRIGGER IF EXISTS {table}_append_only_update",
    "CREATE TRIGGER {table}_append_only_update BEFORE UPDATE ON {table} WHEN NOT ({allowed}) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "DROP TRIGGER IF EXISTS {table}_append_only_delete",
    "CREATE TRIGGER {table}_append_only_delete BEFORE DELETE ON {table}{unless} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)
POSTGRES_BODY = (
    " BEGIN IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF;{unless}"
    " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END "
)
POSTGRES = (
    "CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$" + POSTGRES_BODY + "$$ LANGUAGE plpgsql",
    "DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
)
# (name of the trigger, what it runs): what stands in the database has to be what this version says.
THERE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'",
}


def guarded():
    """{table: model} of what is written once."""
    found = {model._meta.db_table: model for model in apps.get_models() if getattr(model, "append_only", False)}
    return dict(sorted(found.items()))


def _quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


def _allowed(model, vendor):
    """The condition under which a row of this model may be written again: only inside `blanking`, and only so far."""
    same = "{new} IS {old}" if vendor == "sqlite" else "{new} IS NOT DISTINCT FROM {old}"
    blanks, conditions = personal_columns(model), [OPEN]
    for field in model._meta.concrete_fields:
        new, old = f'NEW."{field.column}"', f'OLD."{field.column}"'
        unchanged = same.format(new=new, old=old)
        if field.name not in blanks:
            conditions.append(unchanged)
            continue
        if blanks[field.name] is None:
            conditions.append(f"({unchanged} OR {new} IS NULL)")
            continue
        blank = _quoted(_stored(field, blanks[field.name]))
        cast = "::jsonb" if isinstance(field, models.JSONField) and vendor == "postgresql" else ""
        replaced = replaced_sql(field, old, "b.word", "b.blank", vendor)
        word = f"EXISTS (SELECT 1 FROM audit_blanking b WHERE b.word <> '' AND {new} = {replaced})"  # noqa: S608  names of our own models
        conditions.append(f"({unchanged} OR {new} = {blank}{cast} OR {word})")
    allowed, moment = " AND ".join(conditions), _moment(model)
    return f"{moment} IS NULL OR ({allowed})" if moment else allowed


def _moment(model):
    """The column of the row as it stood that says since when it is append-only; "" where it always is."""
    name = getattr(model, "append_only_from", "")
    return f'OLD."{model._meta.get_field(name).column}"' if name else ""


def _unless(model, vendor):
    """What lets a row go that is not append-only yet, in the words of the trigger."""
    moment = _moment(model)
    if not moment:
        return ""
    if vendor == "sqlite":
        return f" WHEN {moment} IS NOT NULL"
    return f" IF TG_OP = 'DELETE' THEN IF {moment} IS NULL THEN RETURN OLD; END IF; END IF;"


def _stored(field, value):
    return json.dumps(value) if isinstance(field, models.JSONField) else value


def replaced_sql(field, column, word, blank, vendor):
    """SQL of a column in which a word has been replaced, no longer than the column may be."""
    if isinstance(field, models.JSONField):
        return (
            f"replace({column}::text, {word}, {blank})::jsonb"
            if vendor == "postgresql"
            else f"replace({column}, {word}, {blank})"
        )
    sql = f"replace({column}, {word}, {blank})"
    return f"substr({sql}, 1, {field.max_length})" if field.max_length else sql


def _statements(connection):
    """{table: [statements]} that lay the guard."""
    pattern, vendor = SQLITE if connection.vendor == "sqlite" else POSTGRES, connection.vendor
    found = {}
    for table, model in guarded().items():
        words = {"{table}": table, "{allowed}": _allowed(model, vendor), "{unless}": _unless(model, vendor)}
        found[table] = [_with(sql, words) for sql in pattern]
    return found


def _with(sql, words):
    for place, text in words.items():
        sql = sql.replace(place, text)
    return sql


def wanted(connection):
    """{name of a trigger that has to be there: what it has to run}."""
    found = {}
    for table, statements in _statements(connection).items():
        if connection.vendor == "sqlite":
            found |= {f"{table}_append_only_{verb}": statements[place] for verb, place in (("update", 1), ("delete", 3))}
        else:
            found[f"{table}_append_only"] = statements[0].split("$$")[1]
    return found


def missing_triggers(connection):
    """The names of the triggers that are not there, are switched off, or are those of another version."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        there = dict(cursor.fetchall())
    return sorted(name for name, sql in wanted(connection).items() if there.get(name) != sql)


def install(connection):
    """Guard every table that is there. May be called again at any time; what stands as it should is left alone."""
    lacking = missing_triggers(connection)
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, statements in _statements(connection).items():
            if table in there and any(name.startswith(f"{table}_append_only") for name in lacking):
                for sql in statements:
                    cursor.execute(sql)


def lift(connection):
    """Take the guard away: for a migration that has to rewrite old rows, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for name in wanted(connection):
            where = f" ON {name.removesuffix('_append_only')}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
