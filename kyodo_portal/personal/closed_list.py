"""Which accounts were closed, in a file beside the database: an older backup that is restored brings nobody back silently.

The file lies in the data folder and not in the backups. A line says a moment and a user's number, nothing of the person.
Where several machines share a file store, each of them has to know what the others closed: there the same stands as the names
of empty files beside the uploads. Who reads it: closed_again.py.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kyodo_portal.common.files.stores import file_store

NAME = "closed-accounts.txt"
SHARED = ".closed"  # in the store: "1795797754-12"


def path():
    return Path(settings.DATA_DIR) / NAME


def remember(rows):
    """Append [(user id, moment of closing)]; on the disk when this returns. OSError where disk or store take nothing."""
    if file_store().is_shared:
        for pk, moment in rows:
            file_store().put(f"{SHARED}/{int(moment.timestamp())}-{pk}", b"")
    lines = "".join(f"{timezone.localtime(moment).isoformat()} {pk}\n" for pk, moment in rows)
    descriptor = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, lines.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remembered():
    """{user id: moment of the last closing}; broken lines, of a machine that stopped while it wrote, are left out."""
    found = {}
    if settings.KYODO_SAMPLE:  # a sample is made anew, with other people under the same numbers
        return found
    for name in sorted(file_store().listing(SHARED)) if file_store().is_shared else ():
        moment, _, key = name.partition("-")
        found[int(key)] = datetime.fromtimestamp(int(moment), tz=UTC)
    try:
        lines = path().read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        lines = ()
    for line in lines:
        moment, _, key = line.partition(" ")
        try:
            found[int(key)] = datetime.fromisoformat(moment)
        except ValueError:
            continue
    return found
