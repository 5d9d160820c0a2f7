"""The triggers that renew the mark of data_version.py inside the transaction of every write that a public page can show.

They stand on every table, a new one too, but for those in NOT_SHOWN, which no page shows a visitor, each with its reason.

SQLite renews in place: it has one writer. On PostgreSQL writers would queue, and lock each other out, at that one row; there the
first write of a transaction leaves a row in `pages_datachange`, and a deferred trigger renews the mark at COMMIT. It waits one more
round, because keys of other tables are checked at COMMIT too and may wait for somebody: the mark is the last lock of a transaction,
held until COMMIT is through. Nobody who holds it waits for anything.

Laid after every migrate like the guard of the audit trail (audit/guard.py), asked for by `manage.py verify`. While migrations run
there are no triggers and no mark, and then nothing is kept (page_cache.py).
"""

from django.apps import apps
from django.db import transaction

from .models import DataChange, DataVersion, PublicPage, SearchProgress, SoughtWords

# Written often, or by visitors, and read by no page of a visitor: tests/pages/test_data_version.py looks at what those pages ask for.
NOT_SHOWN = {
    "account_emailaddress": "a mailbox and whether it was proven: its owner and the admin",
    "account_emailconfirmation": "keys of mails",
    "accounts_counter": "how often somebody tried",
    "accounts_helpercode": "digits by which a draft is filled in together: its owner and the helper",
    "accounts_invitation": "places that wait for somebody: the admin, and whoever holds the mail",
    "audit_auditevent": "the trail: the admin",
    "audit_blanking": "the door in the guard, open for one transaction",
    "auth_group": "groups of Django: nobody is in one",
    "auth_group_permissions": "the same",
    "auth_permission": "written by migrate",
    "accounts_user_groups": "the same groups",
    "accounts_user_user_permissions": "the admin's rights",
    "django_admin_log": "the admin's own log",
    "django_content_type": "written by migrate",
    "django_migrations": "written by migrate",
    "django_session": "who is signed in gets no page that was kept",
    "kyodo_cache": "pauses and limits",
    "letters_lettersending": "when a 通知書 went: the desk",
    "letters_reasonexample": "texts for reasons: the desk and the admin",
    "letters_lettertemplate": "what letters of a step say: the desk and the admin",
    "letters_officialletter": "what the city writes to one body: its people and the desk",
    "letters_signatory": "who signs them: the admin",
    "socialaccount_socialaccount": "what a provider calls somebody",
    "socialaccount_socialapp": "nobody's: providers are settings",
    "socialaccount_socialtoken": "nobody's: no token is kept",
    "mfa_authenticator": "second factors",
    "notices_delivery": "the outbox: workers and the admin (the sample's mailbox is not kept)",
    "notices_notice": "inboxes: their owners",
    "notices_calendarkey": "keys of personal calendars",
    "notices_follow": "what somebody follows: the person's own pages",
    "notices_lastlook": "when somebody looked at the home page: the person's own",
    "notices_mailchoice": "how somebody wants to be told: the person's own page",
    "notices_tickrun": "the clock's bookkeeping, every minute",
    "partners_abusereport": "between two sides: they, and who guards them",
    "partners_block": "whose letters a body does not take: its people",
    "partners_message": "letters: the two sides of a thread",
    "partners_requestchange": "threads: their two sides; the numbers of a year ask the letters themselves",
    "partners_requestreader": "how far somebody has read",
    DataChange._meta.db_table: "this module's",
    DataVersion._meta.db_table: "this module's",
    PublicPage._meta.db_table: "what pages said: made out of the others' rows, and read by the search, which is never kept",
    SearchProgress._meta.db_table: "how far search texts are written",
    SoughtWords._meta.db_table: "what was looked for: the admin",
    "pages_installation": "the mark of the portal",
    "partners_errand": "whom to write to, call or visit: the secretariat",
    "partners_historicalpartner": "history: the admin",
    "partners_partnerimport": "lists of groups while they are taken in: the secretariat",
    "partners_partnerimportrow": "the same",
    "partners_eventimport": "lists of events while they are taken in: the secretariat",
    "partners_eventimportrow": "the same",
    "partners_partnermerge": "what was made one: the secretariat; the groups' own rows say where they went",
    "process_formkey": "one-time keys of forms",
    "projects_consultation": "what coordinators are told: their desk; what of it the city reads is no visitor's page either",
    "projects_consultation_introduced": "the same",
    "projects_followup": "the same",
    "projects_keyring": "keys of people",
    "projects_zonekey": "the same",
    "projects_deskreport": "numbers for the secretariat",
    "projects_deskvisit": "when somebody looked at the own desk",
    "projects_savedview": "lists of one person",
    "process_task": "who has to do what: マイページ, the board, the admin",
    "process_numberseries": "the next free number",
    "projects_grantline": "accounts of a grant: its group, the office of its scheme, the secretariat",
    "projects_grantpaper": "the same",
    "projects_grantfiling": "the same",
    "projects_grantcorrection": "the same",
    "projects_applicationfiling": "what came of an application on paper: its group, the office in charge, the secretariat",
    "projects_proposalfiling": "what came of a proposal on paper: its group, the secretariat",
    "projects_filingscan": "the same",
    "projects_payment": "the same",
    "projects_ask": "what offices ask of groups: the group, who accompanies it, the city hall",
    "projects_askedgroup": "the same",
    "projects_handover": "who comes after whom: both of them, their body, the secretariat",
    "projects_handoverchange": "the same",
    "projects_handoversheet": "the same",
    "projects_reorganisation": "what is to move: the offices, later the groups whose matters moved",
    "projects_reorganisationchange": "the same",
    "projects_reorganisationline": "the same",
    "projects_renamedoffice": "the same",
    "projects_reorganisationplace": "who goes where: the secretariat",
    "projects_application": "what a group asks of the city: its people, staff; approved ones stand in the ledger",
    "projects_applicationchange": "the same",
    "projects_applicationcorrection": "the same",
    "projects_applicationpaper": "the same",
    "projects_voicechange": "what became of a voice: who said it, staff",
    "projects_movedmatter": "what has moved: the same pages",
    "projects_historicalproject": "history: the admin",
    "projects_inventoryline": "what offices answer: their own pages; what it comes to is published as a list",
    "projects_inventoryround": "the same",
    "projects_inventoryroundchange": "the same",
    "projects_inventorysheet": "the same",
    "projects_inventorysheetchange": "the same",
    "projects_oldlist": "old tables while they are taken in: the secretariat",
    "sqlite_sequence": "the next free keys of SQLite",
    "usersessions_usersession": "one's own list of devices",
    "partners_claimletter": "digits of letters: the secretariat and whoever claims",
    "partners_takeover": "who comes after whom: the group and the secretariat; the entry is written on the day",
}
MARK = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()::text"}
RENEW = "UPDATE pages_dataversion SET mark = {mark} WHERE id = 1"
EVENTS = ("insert", "update", "delete")
SQLITE = "CREATE TRIGGER {table}_data_{event} AFTER {event} ON {table} BEGIN " + RENEW.format(mark=MARK["sqlite"]) + "; END"
# One word of the transaction says that it has left its row: the check of later rows costs nothing.
MARKED = "current_setting('kyodo.data_changed', true) IS DISTINCT FROM 'yes'"
FUNCTIONS = {
    "kyodo_data_changed": f" BEGIN IF {MARKED} THEN PERFORM set_config('kyodo.data_changed', 'yes', true);"
    " INSERT INTO pages_datachange DEFAULT VALUES; END IF; RETURN NULL; END ",
    "kyodo_data_committed": " BEGIN IF TG_OP = 'INSERT' THEN DELETE FROM pages_datachange WHERE id = NEW.id;"  # noqa: S608  our own words
    f" ELSE {RENEW.format(mark=MARK['postgresql'])}; END IF; RETURN NULL; END ",
}
# (end of the name, what stands between name and function, function): rows, and TRUNCATE, which has none
POSTGRES = (
    ("changed", f"AFTER INSERT OR UPDATE OR DELETE ON {{table}} FOR EACH ROW WHEN ({MARKED})", "kyodo_data_changed"),
    ("emptied", "AFTER TRUNCATE ON {table} FOR EACH STATEMENT", "kyodo_data_changed"),
)
COMMITTED = (
    "pages_datachange_committed",
    "AFTER INSERT OR DELETE ON pages_datachange DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
    "kyodo_data_committed",
)
# What stands: on SQLite (name, statement), on PostgreSQL (name, table, timing and events as pg_trigger keeps them, deferred, body).
THERE = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, c.relname, t.tgtype, t.tginitdeferred, p.prosrc FROM pg_trigger t"
    " JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)",
}
ROWS, EMPTIED, LAST = 29, 32, 13  # pg_trigger.tgtype: 1 each row, 4 insert, 8 delete, 16 update, 32 truncate; all of them "after"


def shown_tables():
    """Every table of a model that is not in NOT_SHOWN, the tables of many-to-many relations too."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed} - NOT_SHOWN.keys())


def _statements(connection):
    """{name of a trigger: (table, the statement that lays it)}"""
    if connection.vendor == "sqlite":
        return {
            f"{table}_data_{event}": (table, SQLITE.format(table=table, event=event))
            for table in shown_tables()
            for event in EVENTS
        }
    found = {
        f"{table}_data_{end}": (
            table,
            f"CREATE TRIGGER {table}_data_{end} {when.format(table=table)} EXECUTE FUNCTION {function}()",
        )
        for table in shown_tables()
        for end, when, function in POSTGRES
    }
    name, when, function = COMMITTED
    return found | {name: ("pages_datachange", f"CREATE CONSTRAINT TRIGGER {name} {when} EXECUTE FUNCTION {function}()")}


def _wanted(connection):
    """What THERE has to find: {name: the rest of the row}."""
    statements = _statements(connection)
    if connection.vendor == "sqlite":
        return {name: (sql,) for name, (_, sql) in statements.items()}
    changed, committed = FUNCTIONS.values()
    found = {
        name: (table, EMPTIED if name.endswith("_emptied") else ROWS, False, changed) for name, (table, _) in statements.items()
    }
    return found | {COMMITTED[0]: ("pages_datachange", LAST, True, committed)}


def missing_triggers(connection):
    """The names of the triggers that are not there, are switched off, or are those of another version; the row's too."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        there = {name: tuple(rest) for name, *rest in cursor.fetchall()}
        cursor.execute("SELECT 1 FROM pages_dataversion WHERE id = 1")
        row = cursor.fetchone()
    names = [name for name, rest in _wanted(connection).items() if there.get(name) != rest]
    return sorted(names) + ([] if row else ["pages_dataversion"])


def install(connection):
    """Lay what is missing on the tables that are there, then renew the mark. Leaves alone what stands as it should."""
    there = set(connection.introspection.table_names())
    if "pages_dataversion" not in there or not (lacking := missing_triggers(connection)):
        return
    statements = _statements(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, body in FUNCTIONS.items():
                cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $${body}$$ LANGUAGE plpgsql")
        for name in lacking:
            table, sql = statements.get(name, ("", ""))
            if table in there:
                cursor.execute(_drop(connection, name, table))
                cursor.execute(sql)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # whoever found no mark to renew has ended before there is one
            cursor.execute("LOCK TABLE pages_dataversion IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            f"INSERT INTO pages_dataversion (id, mark) VALUES (1, {MARK[connection.vendor]})"  # noqa: S608  our own names
            " ON CONFLICT (id) DO UPDATE SET mark = excluded.mark"
        )


def suspend(connection):
    """Before migrations: take the mark away, so that no page is kept, and the triggers too.

    They name a table that a migration may rebuild or drop; SQLite then refuses the migration, PostgreSQL every later write.
    """
    there = set(connection.introspection.table_names())
    if "pages_dataversion" not in there:
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pages_dataversion")
        for name, (table, _) in _statements(connection).items():
            if table in there:
                cursor.execute(_drop(connection, name, table))


def _drop(connection, name, table):
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
