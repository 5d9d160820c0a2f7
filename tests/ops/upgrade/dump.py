"""Makes the dump of a version that the upgrade test starts from: `python -m tests.ops.upgrade.dump NAME SQLITE_FILE
POSTGRES_URL`.

Called once for a version, with the sample city of that version in an SQLite file and an empty database migrated by it
on PostgreSQL. The rows are written as statements that both engines read: every value is a quoted text, which each
casts to its column.
"""

import lzma
import sqlite3
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# What has no meaning in another place or at another time.
LEFT_OUT = {"django_session", "kyodo_cache", "sqlite_sequence", "usersessions_usersession"}
# The index of searches is laid by migrate; its tables are FTS5's own.
NO_INDEX = "name NOT LIKE '%\\_grams%' ESCAPE '\\'"


def rows(file):
    """INSERT statements of all tables, in an order that no constraint minds inside one transaction."""
    for (table,) in file.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {NO_INDEX} ORDER BY rowid").fetchall():
        cursor = file.execute(f'SELECT * FROM "{table}"')
        columns = ", ".join(f'"{column[0]}"' for column in cursor.description)
        values = [f"({', '.join(quoted(value) for value in row)})" for row in cursor]
        if values and table not in LEFT_OUT:
            yield f'INSERT INTO "{table}" ({columns}) VALUES\n' + ",\n".join(values) + ";\n"


def quoted(value):
    if value is None:
        return "NULL"
    return "'" + str(value).replace("'", "''") + "'"


def sqlite_schema(file):
    ours = f"sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND {NO_INDEX}"
    statements = file.execute(f"SELECT sql FROM sqlite_master WHERE {ours} ORDER BY rowid")
    return ";\n".join(sql for (sql,) in statements) + ";\n"


def postgres_schema(url):
    """pg_dump's text without the commands of psql and the settings of one server version."""
    command = ["pg_dump", "--schema-only", "--no-owner", "--no-privileges", "-d", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    unwanted = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")
    return "".join(f"{line}\n" for line in text.splitlines() if line and not line.startswith(unwanted))


def main(name, sqlite_file, postgres_url):
    file = sqlite3.connect(sqlite_file)
    texts = {"rows": "".join(rows(file)), "sqlite": sqlite_schema(file), "postgresql": postgres_schema(postgres_url)}
    for part, text in texts.items():
        (HERE / f"{name}-{part}.sql.xz").write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*sys.argv[1:])
