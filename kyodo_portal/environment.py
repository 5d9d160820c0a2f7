"""What the environment says: where the data lies, its file of settings, and how to reach the database.

settings.py reads it, and gunicorn.conf.py, which runs before Django; so nothing of Django is imported here.
"""

import io
import os
import warnings
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


class Env(environ.Env):
    """Names the setting that cannot be read, and takes an empty one for one that was not said: a switch left empty is not off."""

    NO = ("false", "off", "no", "n", "0")

    def get_value(self, var, cast=None, default=environ.Env.NOTSET, parse_default=False):
        if var not in self.ENVIRON:
            return super().get_value(var, cast, default, parse_default)
        word = self.ENVIRON[var].strip()
        if not word and cast is not str and default is not self.NOTSET:
            return default
        if cast is None:  # an address, of which django-environ makes a dict
            return with_plus(word)
        if cast is bool and word.lower() not in (*self.BOOLEAN_TRUE_STRINGS, *self.NO):
            raise ValueError(f"{var}: {word} is neither 1 nor 0.")
        try:
            return self.parse_value(self.ENVIRON[var], cast)  # as it stands: a key may begin with the $ of django-environ's own
        except ValueError:
            raise ValueError(f"{var}: {word} is no number.") from None


def with_plus(address):
    """A + in a user's name or password stays one, as libpq and mail programs read it; django-environ would take it for a space."""
    scheme, mark, rest = address.partition("://")
    user, at, host = rest.rpartition("@")
    return f"{scheme}{mark}{user.replace('+', '%2B')}{at}{host}"


env = Env()

# Everything that changes while the portal runs lives in one folder: database, files, logs, secret.
DATA_DIR = Path(env.str("KYODO_DATA_DIR", default="") or BASE_DIR / "var")
try:
    # Read here: read_env goes on without a file that it may not read.
    env.read_env(io.StringIO((DATA_DIR / "env").read_text(encoding="utf-8-sig")))
except FileNotFoundError:
    pass
except UnicodeDecodeError:
    raise ValueError(f"{DATA_DIR / 'env'} is no text in UTF-8.") from None

PAGES_AT_A_TIME = env.int("KYODO_THREADS", default=8)  # in one process

# Three settings of SQLite that make one file fit for many readers and one writer.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    # secure_delete: what was erased is overwritten in the file, not only unlinked.
    "cached_statements": 32,  # of each thread's connection: ours are long, and the driver's 128 take three megabytes of each thread
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
}
# Seconds that a writer waits for its turn: a page says after ten that it cannot write now, a command may stand behind a long import.
SQLITE_WAITS = {True: 10, False: 60}  # by: for a page
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
    return _options_of(_database_url(name, default=f"sqlite:///{DATA_DIR / 'kyodo.sqlite3'}"), web, pooler and not direct)


def databases(web, pooler=False):
    """DATABASES: "default", and "replica" where READ_DATABASE_URL names a standby for public pages (pages/replica.py)."""
    found = {"default": database(web, pooler)}
    if env.str("READ_DATABASE_URL", default=""):
        found["replica"] = _options_of(_database_url("READ_DATABASE_URL"), web, pooler)
    return found


def lines_to_databases():
    """By the name of each setting that names a database: its host, and what it says of the line to it ("" where it says nothing)."""
    names = ("DATABASE_URL", "DATABASE_DIRECT_URL", "READ_DATABASE_URL")
    said = {name: _database_url(name) for name in names if env.str(name, default="")}
    return {name: (one["HOST"], one.get("OPTIONS", {}).get("sslmode", "")) for name, one in said.items()}


def _database_url(name, **default):
    """What a setting says of a database, without our options. ValueError where it is neither PostgreSQL nor a file of SQLite.

    Nothing of its value is told: a password stands in it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they quote the whole address
        found = env.db_url(name, **default)
    kind = found.get("ENGINE", "").rpartition(".")[2]
    if kind not in ("postgresql", "sqlite3") or not found["NAME"]:
        raise ValueError(f"{name} is neither postgres://user:password@host/name nor sqlite:////path/to/a/file.")
    found["HOST"] = unquote(found.get("HOST", ""))  # a folder with a socket: %2Fvar%2Frun%2Fpostgresql
    return found


def _options_of(found, web, pooler):
    given = found.get("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        return {
            "CONN_MAX_AGE": None,
            **found,
            "ENGINE": "kyodo_portal.common.sqlite",
            "OPTIONS": {**SQLITE, "timeout": SQLITE_WAITS[web], **given},
        }
    found["ENGINE"] = "kyodo_portal.common.postgres"
    options = {**LINE, **given}
    if pooler:
        return {"CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True, **found, "OPTIONS": options}
    theirs = str(given.get("options", ""))
    options["options"] = f"{WEB_LIMITS} {WEB_SEARCH} {theirs}".rstrip() if web else f"{theirs} {COMMAND_LIMITS}".lstrip()
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **found, "OPTIONS": options}


def file_store():
    """STORAGES["default"]: a folder of this machine, or what KYODO_FILES_URL says: a store that speaks S3 and that all machines share.

    s3://key:secret@bucket/folder?endpoint=https://store.example.jp&region=…; where key and secret are left out, boto3 looks for them.
    ValueError for anything else.
    """
    return _s3("KYODO_FILES_URL") or {"BACKEND": "kyodo_portal.common.files.stores.FolderStore"}


def backup_store():
    """{"backups": one of STORAGES} where KYODO_BACKUP_URL is set (as KYODO_FILES_URL is): the store that back-ups are sent to.

    ValueError for anything else, and where one of the two lies in the other's folder: a back-up would look like a file that nobody owns.
    """
    found, files = _s3("KYODO_BACKUP_URL"), _s3("KYODO_FILES_URL")
    if not found:
        return {}
    ours, theirs = _folder_of(found), _folder_of(files) if files else ()
    shorter = min(len(ours), len(theirs))
    if shorter and ours[:shorter] == theirs[:shorter]:
        raise ValueError("KYODO_BACKUP_URL and KYODO_FILES_URL need folders of their own, neither inside the other")
    found["OPTIONS"]["is_patient"] = True
    return {"backups": found}


def _folder_of(store):
    """(endpoint, bucket, folder, folder inside it …)"""
    options = store["OPTIONS"]
    return (options.get("endpoint_url"), options["bucket_name"], *filter(None, options.get("location", "").split("/")))


def _s3(setting):
    """One of STORAGES as s3:// says it in a setting; None where that is empty."""
    url = env.str(setting, default="")
    if not url:
        return None
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    if parts.scheme != "s3" or not parts.hostname or said.keys() - {"endpoint", "region"}:
        raise ValueError(f"{setting} is no s3://key:secret@bucket/folder?endpoint=https://…&region=…")
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "endpoint_url": said.get("endpoint"),
        "region_name": said.get("region", "us-east-1" if "endpoint" in said else None),
    }
    options = {name: value for name, value in options.items() if value}
    return {"BACKEND": "kyodo_portal.common.files.s3.S3Store", "OPTIONS": options}


def cache():
    """CACHES["default"]: a table of the database, or the Redis or Valkey that CACHE_URL names (redis://, rediss://, unix://).

    ValueError for anything else.
    """
    url = env.str("CACHE_URL", default="")
    if not url:
        return {
            "BACKEND": "kyodo_portal.common.web.cache.DatabaseCache",
            "LOCATION": "kyodo_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("CACHE_URL is no redis://, rediss:// or unix:// address")
    return {
        "BACKEND": "kyodo_portal.common.web.redis_cache.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "kyodo",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
