"""Two people at one text: a form carries a token of what it was opened with, and whoever saves second is told.

A step has the matter's version for that; a text that is written without a step has this token, whatever it is made of.
"""

import hashlib
import json

ETAG = "etag"  # what the hidden field is called, on every page
OVERTAKEN = (
    "この画面を開いたあとに、この内容が直されました。入れた内容は残っています。いまの内容と見くらべて、もう一度保存してください。"
)

WRITTEN_ON = "この画面を開いたあとに、下書きが書き足されました。消す前に、いまの内容を見てください。"


def canonical(value):
    """One text for equal values, whatever the order of keys; days and numbers as they are written."""
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)


def etag_of(*read):
    """A short word that changes when one of these values does. Values: what JSON knows, days, decimals."""
    return hashlib.sha256(canonical(read).encode()).hexdigest()[:32]


def changed_in(values, stored):
    """{name: stored value} of those `values` that would put something else into a row's place. Both as JSON knows them."""
    return {name: stored.get(name) for name in values if canonical(stored.get(name)) != canonical(values[name])}


def is_overtaken(etag, stored, values):
    """Whether saving `values` would undo what the page did not show. stored: {name: value} as it stands now, all that the page shows.

    The second press of one button changes nothing any more and is never overtaken. A page that carries no token saw nothing:
    it may fill what is empty, and takes nothing away.
    """
    changed = changed_in(values, stored)
    if not changed or etag == etag_of(stored):
        return False
    return bool(etag) or any(value not in (None, "", [], False) for value in changed.values())
