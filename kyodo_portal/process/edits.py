"""Two people at one text: a form carries a token of what it was opened with, and whoever saves second is told.

A step has the matter's version for that; a text that is written without a step has a token of it, whatever it is made of. Where a
page is made of fields that hold without each other, the token knows each (`fields_etag`): different fields go together by themselves.
"""

import hashlib

from kyodo_portal.common.forms.three_way import NOTHING, canonical, changed_in, compare

from .errors import FieldConflict

ETAG = "etag"  # what the hidden field is called, on every page
OVERTAKEN = (
    "この画面を開いたあとに、この内容が直されました。入れた内容は残っています。いまの内容と見くらべて、もう一度保存してください。"
)

WRITTEN_ON = "この画面を開いたあとに、下書きが書き足されました。消す前に、いまの内容を見てください。"


def etag_of(*read):
    """A short word that changes when one of these values does. Values: what JSON knows, days, decimals."""
    return hashlib.sha256(canonical(read).encode()).hexdigest()[:32]


def names_to_write(etag, stored, values, subject, *, together=()):
    """Those names of `values` that may be written: all but what only others changed since the page was opened, which stays.

    etag: `fields_etag(stored)` as the page was opened. stored, values: {name: value as JSON knows it}; together: names that hold
    only with each other. FieldConflict where both sides wrote into one of them otherwise. The second press of one button is no conflict.
    """
    found = compare(etag, stored, values, together=together)
    if found.clash:
        raise FieldConflict(OVERTAKEN, subject, stored, found)
    return [name for name in values if name not in found.kept]


def is_overtaken(etag, stored, values):
    """Whether saving `values` would undo what the page did not show. stored: {name: value} as it stands now, all that the page shows.

    The second press of one button changes nothing any more and is never overtaken. A page that carries no token saw nothing:
    it may fill what is empty, and takes nothing away.
    """
    changed = changed_in(values, stored)
    if not changed or etag == etag_of(stored):
        return False
    return bool(etag) or any(value not in NOTHING for value in changed.values())
