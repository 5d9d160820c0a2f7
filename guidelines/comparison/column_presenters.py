"""What can be compared, and one document's column of it: its own words, and the items of a cell."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model, TextChoices

from guidelines.library.models import (
    ActorKind,
    CollaborationForm,
    FormCode,
    Policy,
    PolicyCode,
    Principle,
    PrincipleCode,
    Role,
)
from guidelines.library.naming import address_of
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.text.markdown import plain_text

POINTS = 5  # what a cell shows of a list
LENGTH, LENGTH_NARROW = 150, 90  # and of a text, in up to three columns and in more
_POINT = re.compile(r"(?m)^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(.+)$")


@dataclass(frozen=True)
class Kind:
    """What can be compared: its words, its rows, and the column that holds the common code."""

    label: str
    noun: str
    model: type[Model]
    column: str
    codes: type[TextChoices]


KINDS = {
    "principles": Kind("原則", "原則", Principle, "code", PrincipleCode),
    "roles": Kind("主体の役割", "主体の役割", Role, "actor", ActorKind),
    "forms": Kind("協働の形態", "形態", CollaborationForm, "code", FormCode),
    "policies": Kind(own_words("市がすすめること"), "すすめること", Policy, "code", PolicyCode),
}


@dataclass
class Entry:
    """One item in a cell: its own title, the document's word where the column's head does not say it, and a short text."""

    item: Model
    word: str
    column: "Column"

    @property
    def url(self):
        return address_of(self.item)

    @cached_property
    def points(self):
        """The points of a list, or []."""
        return [plain_text(point, 80) for point in _POINT.findall(self.item.body)]

    @property
    def shown_points(self):
        return self.points[:POINTS]

    @property
    def more_points(self):
        return max(0, len(self.points) - POINTS)

    @property
    def text(self):
        """What stands before a list, or a text without one."""
        return plain_text(_POINT.split(self.item.body)[0] if self.points else self.item.body, self.column.length)


@dataclass
class Column:
    """One document with its items of the kind."""

    guideline: Model
    kind: Kind
    items: list
    name: str
    length: int

    @cached_property
    def words(self):
        """{the document's word for this sort of thing: how many}. {} where it only repeats each item's own name."""
        counted = {}
        for item in self.items:
            counted[item.own_word] = counted.get(item.own_word, 0) + 1
        named = {word: count for word, count in counted.items() if word}
        speaks = self.kind.column == "code" and named and len(named) <= 3 and (len(named) < len(self.items) or len(named) == 1)
        return named if speaks else {}

    @property
    def amount(self):
        """5つの原則; 3つの柱と5つの方針 where the document has its own words."""
        words = self.words if sum(self.words.values()) == len(self.items) else {}
        return "と".join(_many(count, word) for word, count in (words or {self.kind.noun: len(self.items)}).items())

    def entries(self, code):
        return [Entry(item, self._word_of(item), self) for item in self.items if code in self._codes_of(item)]

    def _codes_of(self, item):
        """The common codes of an item: one, and of a principle also what else it speaks of."""
        return [getattr(item, self.kind.column), *getattr(item, "also_codes", ())]

    def _word_of(self, item):
        """Said in the cell where the head cannot say it: several words in one document, or a word of the item's own."""
        if (
            not item.own_word
            or item.own_word == item.title
            or (self.words and len(self.words) == 1 and item.own_word in self.words)
        ):
            return ""
        return item.own_word


def _many(count, word):
    return f"{count}つの{word}" if count < 10 else f"{count}の{word}"
