"""The sealed part of a consultation: which words stand in it, and how it is opened."""

import json
from typing import NamedTuple

from kyodo_portal.common import sealed
from kyodo_portal.common.sealed import NotOpened

from .opening import ref_of

# What nobody but a holder of the key reads, in the order of the page.
WORDS = {
    "group": "どの団体か",
    "who": "相談した人",
    "contact": "連絡先",
    "gist": "聞いたこと",
    "advice": "伝えたこと",
    "memo": "覚え書き",
}


class Part(NamedTuple):
    """What a reader finds: whether there is a sealed part, whether it opened, and its words {name: text}, "" for what is empty."""

    exists: bool
    is_open: bool
    words: dict

    @property
    def lines(self):
        """[(label, text)] of what was written."""
        return [(label, self.words[name]) for name, label in WORDS.items() if self.words.get(name)]

    @property
    def is_lost(self):
        """It is there, the zone is open, and it does not open: sealed by a key that is gone, or changed."""
        return self.exists and not self.is_open


def seal_words(public, generation, row, words):
    """The bytes of {name: text} for this row."""
    return sealed.seal(public, json.dumps(words, ensure_ascii=False), ref=ref_of(row), generation=generation)


def open_part(opened, row):
    """The Part of a Consultation. opened: an Opened, or None."""
    empty = dict.fromkeys(WORDS, "")
    if row.sealed is None:
        return Part(False, True, empty)
    text = open_text(opened, row)
    return Part(True, False, empty) if text is None else Part(True, True, {**empty, **json.loads(text)})


def open_text(opened, row):
    """The sealed text of a row; None where there is none, the zone is closed, or it does not open."""
    if opened is None or row.sealed is None:
        return None
    try:
        return sealed.open_sealed(opened.private, row.sealed, ref=ref_of(row), generation=row.generation)
    except NotOpened:
        return None
