"""Three readings of one row: what a page was opened with, what stands now, what was sent. What only one side touched goes together.

The page carries no values of the first reading, only a short word for each (`fields_etag`), which is enough to see who touched what.
"""

import hashlib
import json
from typing import NamedTuple

from django.db.models import Model

LENGTH = 8  # of a value's word in a token, in hexadecimal digits
NOTHING = (None, "", [], False)


def canonical(value):
    """One text for equal values, whatever the order of keys; days and numbers as they are written."""
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)


def changed_in(values, stored):
    """{name: stored value} of those `values` that would put something else into a row's place. Both as JSON knows them."""
    return {name: stored.get(name) for name in values if canonical(stored.get(name)) != canonical(values[name])}


def as_read(values):
    """{name: value} as JSON knows it: a row by its key, several rows in the order of their keys."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value):
    rows = hasattr(value, "all") or isinstance(value, list | tuple) and all(isinstance(row, Model) for row in value)
    return sorted(row.pk for row in (value.all() if hasattr(value, "all") else value)) if rows else getattr(value, "pk", value)


def _word(name, value):
    return hashlib.sha256(canonical([name, value]).encode()).hexdigest()[:LENGTH]


def fields_etag(stored):
    """What a page carries of {name: value}: it tells later which of the values it was opened with."""
    return "".join(_word(name, stored[name]) for name in sorted(stored))


class Compared(NamedTuple):
    """What becomes of the values that were sent and read otherwise than what stands.

    clash: names that both sides touched; kept: names that only others touched, to be left as they stand; token: what the page
    carries on from here, after it showed the clashes: what is kept, or was not sent, stands on it as it did.
    """

    clash: set
    kept: set
    token: str


def compare(token, stored, sent, *, together=()):
    """Compared. stored, sent: {name: value as JSON knows it}; together: sets of names that hold only with each other.

    A page without a token saw nothing: it may fill what is empty, and takes nothing away. One with a token of other names, from
    before a release, is compared as a whole.
    """
    names, differing = sorted(stored), set(changed_in(sent, stored))
    now = {name: _word(name, stored[name]) for name in names}
    seen = dict.fromkeys(names, "-" * LENGTH)
    if len(token) == LENGTH * len(names):
        seen = {name: token[at * LENGTH : (at + 1) * LENGTH] for at, name in enumerate(names)}
    elif not token and all(stored.get(name) in NOTHING for name in differing):
        seen = now
    mine = {name for name in sent if _word(name, sent[name]) != seen.get(name)}
    theirs = {name for name in names if now[name] != seen[name]}
    for group in together:
        mine, theirs = (touched | set(group) if touched & set(group) else touched for touched in (mine, theirs))
    kept = (differing & theirs) - mine
    goes_on = "".join(seen[name] if name in kept or name not in sent else now[name] for name in names)
    return Compared(differing & theirs & mine, kept, goes_on)
