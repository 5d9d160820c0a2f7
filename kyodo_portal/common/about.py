"""What a letter, a voice or a follower is about, as one short key: "project:30", "trouble:yuki", "page:projects".

A key is text in a column, so that no shelf needs to know what stands behind it; pages/about.py alone resolves it.
"""

import re
from typing import NamedTuple

from . import upwards

# kind → whether its key is the number of a row; otherwise it is a word of its address.
KINDS = {
    "partner": True, "project": True, "call": True, "offer": True, "event": True, "report": True, "possibility": True,
    "opinion": True,
    "committee": True, "topic": True,
    "guideline": False, "trouble": False, "theme": False, "page": False,
}  # fmt: skip
CALLED = {
    "partner": "団体・主体", "project": "協働の台帳", "call": "募集回", "offer": "できること・求めること", "event": "催し",
    "report": "年のまとめ", "possibility": "協働の種", "opinion": "意見募集", "committee": "委員会", "topic": "みんなの声",
    "guideline": "ガイドライン", "trouble": "困りごと", "theme": "テーマ", "page": "サイトのページ",
}  # fmt: skip
WORD = re.compile(r"[\w.-]{1,80}")
NUMBER = re.compile(r"[1-9][0-9]{0,11}")


class About(NamedTuple):
    """`kind`: a key of KINDS; `key`: the row's number as text, or a word."""

    kind: str
    key: str

    def __str__(self):
        return f"{self.kind}:{self.key}"

    @property
    def pk(self):
        """The number of the row; None for a word."""
        return int(self.key) if KINDS[self.kind] else None


def parse(text):
    """The About that `text` spells; None for anything else. It says nothing about whether there is such a thing."""
    kind, _, key = text.partition(":")
    if kind not in KINDS:
        return None
    if KINDS[kind]:
        fits = bool(NUMBER.fullmatch(key))
    else:
        fits = bool(WORD.fullmatch(key))
    return About(kind, key) if fits else None


def in_words(text):
    """A key as people read it: 「催し「朝市」」; of what not everybody finds 「催し 30」. What is no key stays as it is. Some queries."""
    about = parse(text)
    if about is None:
        return text
    name = upwards.named_for_all(text)
    return f"{CALLED[about.kind]}「{name}」" if name else f"{CALLED[about.kind]} {about.key}" if about.pk else CALLED[about.kind]
