"""What the environment says: where the data lies, its file of settings, and how to reach the database.

settings.py reads it, and gunicorn.conf.py, which runs before Django; so nothing of Django is imported here.
"""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Everything that changes while the portal runs lives in one folder: database, files, logs, secret.
DATA_DIR = Path(env.str("KYODO_DATA_DIR", default=str(BASE_DIR / "var")))
if (DATA_DIR / "env").exists():
    env.read_env(str(DATA_DIR / "env"))

PAGES_AT_A_TIME = int(env.str("KYODO_THREADS", default="") or 8)  # in one process

# Four settings of SQLite that make one file fit for many readers and one writer.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # secure_delete: what was erased is overwritten in the file, not only unlinked.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
}
# A server that is gone is noticed by the client: a new connection within 3 seconds, a broken line within 15 to 25.
LINE = {
    "connect_timeout": 3,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}
# A page that takes longer is no page. What the city writes behind it in DATABASE_URL wins.
WEB_LIMITS = "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
# What the index of searches (common/lists/grams.py) names for a common word is larger than 4 MB; and to compile a question takes
# longer than any page's question does.
WEB_SEARCH = "-c jit=off -c work_mem=32MB"
# A migration, a restore or a reminder may take an hour. Only for a lock nobody waits longer than a minute: behind a waiting
# ALTER TABLE all visitors wait too. It stands last, so that no limit of the role or of the city's own options reaches it.
COMMAND_LIMITS = "-c statement_timeout=0 -c lock_timeout=60s -c idle_in_transaction_session_timeout=0"


def is_web():
    """True in the processes that answer visitors; manage.py says that its commands (the worker is one) are none."""
    return os.environ.get("KYODO_PROCESS", "web") == "web"


def database(web, pooler=False):
    """DATABASES["default"]: DATABASE_URL with all the options it gives, and ours where it gives none.

    web: with the limits of a page; otherwise without any, and by DATABASE_DIRECT_URL where that is set.
    pooler: a PgBouncer in transaction mode stands between, which knows no `options` and forgets what a session held.
    """
    direct = "" if web else env.str("DATABASE_DIRECT_URL", default="")
    name = "DATABASE_DIRECT_URL" if direct else "DATABASE_URL"
    found = env.db_url(name, default=f"sqlite:///{DATA_DIR / 'kyodo.sqlite3'}")
    given = found.get("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        return {"CONN_MAX_AGE": None, **found, "ENGINE": "kyodo_portal.common.sqlite", "OPTIONS": {**SQLITE, **given}}
    found["ENGINE"] = "kyodo_portal.common.postgres"
    options = {**LINE, **given}
    if pooler and not direct:
        return {"CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True, **found, "OPTIONS": options}
    theirs = str(given.get("options", ""))
    options["options"] = f"{WEB_LIMITS} {WEB_SEARCH} {theirs}".rstrip() if web else f"{theirs} {COMMAND_LIMITS}".lstrip()
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **found, "OPTIONS": options}
