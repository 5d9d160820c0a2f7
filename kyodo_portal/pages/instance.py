"""Whether a database and a file store belong together: both carry one random mark, written once by `manage.py
prepare`.

A file without a row means that nobody wants it only if it is the right database that has no row. An empty database, a
mistyped DATABASE_URL or the store of another portal must not look like that: whatever removes files or backups
because of what the database says asks `problem()` first.
"""

import secrets

from kyodo_portal.common.files import trash
from kyodo_portal.common.files.stores import file_store

from .archive import rows_files
from .models import Installation

MARK = ".instance"  # in the file store: whoever copies the files copies it with them
DISAGREE = (
    "データベースとファイルの置き場所の印が合わないので、ファイルには触りません。DATABASE_URL と KYODO_DATA_DIR を確かめてください。"
    "同じサイトのものに違いなければ、manage.py prepare --join-files で印を合わせます。"
)


def of_database():
    """The mark of the database; "" where none was written. One query."""
    return Installation.objects.values_list("instance", flat=True).first() or ""


def of_store():
    """The mark of the file store; "" where none was written."""
    try:
        with file_store().opened(MARK) as file:
            return file.read().decode("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def store_is_somebodys():
    """True where the store carries a mark and holds files: some database has rows for them."""
    return bool(of_store() and trash.stored_names())


def problem():
    """One sentence that says why the files are not to be touched; "" where database and store carry the same mark."""
    mark = of_database()
    return "" if mark and mark == of_store() else DISAGREE


def join(*, sure=False):
    """Write the mark where it is missing and nothing speaks against it; returns `problem()`.

    A store without files has nothing to lose and takes the database's mark. Where one side has no mark yet, they
    belong together if the database names a file that is there: names are random. Everything else needs somebody who
    is `sure`.
    """
    mark, stored = of_database(), of_store()
    if mark and mark == stored:
        return ""
    files = trash.stored_names()
    if not files:
        _write(mark or secrets.token_hex(16))
    elif sure or (not (mark and stored) and not files.isdisjoint(rows_files())):
        _write(mark or stored or secrets.token_hex(16))
    return problem()


def _write(mark):
    """The database first: a store alone with a mark agrees with nothing."""
    Installation.objects.get_or_create(pk=1, defaults={"instance": mark})
    file_store().put(MARK, f"{mark}\n".encode("ascii"))
