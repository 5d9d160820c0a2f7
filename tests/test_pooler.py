"""What a PgBouncer in transaction mode asks of the code: nothing lives in a session, and nothing counts on a cursor of the server."""

import re

from tests import house
from tests.house import report

# A lock, a setting or a cursor of a session stays with a connection that somebody else is lent next.
OF_A_SESSION = re.compile(
    r"pg_(try_)?advisory_(un)?lock|\bLISTEN [a-z]|\bWITH HOLD\b|\bCREATE TEMP|\bDISCARD ALL\b|[\"';] ?SET (?!LOCAL\b|TRANSACTION\b)[a-z_]+ ="
)
# Their loops run in `manage.py verify`, which goes round the pooler (DATABASE_DIRECT_URL; accounts/checks.py asks for it).
BY_COMMAND = {"kyodo_portal/pages/invariants.py", "kyodo_portal/pages/open_files/writing.py"}
ITSELF = "kyodo_portal/common/lists/pieces.py"


def product():
    return [path for path in house.app_code() if house.room(path) != "migrations"]


def test_nothing_is_left_in_a_session():
    report([f"{path}: {found[0]}" for path in product() for found in OF_A_SESSION.finditer(house.text(path))])


def test_many_rows_are_read_in_pieces():
    """`iterator` without a cursor of the server holds all rows in memory: `pieces` does not."""
    report(
        [
            f"{path}:{node.lineno} {name}(…)"
            for path in product()
            if str(path) not in BY_COMMAND | {ITSELF}
            for name, node in house.calls(path)
            if name.endswith(".iterator")
        ]
    )
