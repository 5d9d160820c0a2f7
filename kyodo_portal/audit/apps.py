"""The audit trail's guard: triggers that refuse UPDATE and DELETE.

SQLite rebuilds a table on AlterField and drops its triggers, so they are laid anew after every migrate.
"""
from django.apps import AppConfig
from django.db.models.signals import post_migrate

SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON audit_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$ LANGUAGE plpgsql",
    "DROP TRIGGER IF EXISTS audit_append_only ON audit_auditevent",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
]


def lay_triggers(using, **kwargs):
    from django.db import connections

    connection = connections[using]
    if "audit_auditevent" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for sql in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(sql)


class AuditConfig(AppConfig):
    name = "kyodo_portal.audit"
    verbose_name = "記録"

    def ready(self):
        post_migrate.connect(lay_triggers, sender=self)
