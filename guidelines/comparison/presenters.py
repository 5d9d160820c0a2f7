"""Comparing what documents say of one kind: a row per common code, a column per document, and what can be said of it at a glance.

The common codes are the portal's; each document's own word stays beside them, so that unlike things are not taken for like.
What the portal added itself (`is_added`) is no part of a document and is left out.
"""

from dataclasses import dataclass
from functools import cached_property

from guidelines.library.models import (
    CollaborationForm,
)
from guidelines.library.naming import city_of

from .column_presenters import LENGTH, LENGTH_NARROW, Column

MOST, FEWEST = 5, 2  # documents side by side
NAMED = 5  # common codes that the sentence says


@dataclass
class Row:
    code: str
    label: str
    cells: list  # [(column, entries)]

    @property
    def holders(self):
        return [column for column, entries in self.cells if entries]


class Comparison:
    """The columns, the rows in the order of the codes (only those that some column has), and what they have in common."""

    def __init__(self, kind, guidelines, items):
        """items: every item of the kind of these guidelines, with chapters; asks the database nothing."""
        self.kind = kind
        names = [city_of(guideline) for guideline in guidelines]
        length = LENGTH if len(guidelines) <= 3 else LENGTH_NARROW
        self.columns = [
            Column(
                guideline, kind, [item for item in items if item.guideline_id == guideline.pk], _name(guideline, names), length
            )
            for guideline in guidelines
        ]
        self.rows = [row for row in map(self._row, kind.codes) if row.holders]
        self.holders = [column for column in self.columns if column.items]
        self.silent = [column for column in self.columns if not column.items]

    def _row(self, code):
        label = "その他（共通の種類に当てはまらないもの）" if code == "other" else code.label
        return Row(code.value, label, [(column, column.entries(code)) for column in self.columns])

    @property
    def title(self):
        return "・".join(column.name for column in self.columns)

    @cached_property
    def shared(self):
        """(in how many documents, rows): what all that say something have; where there is none, what most of them have."""
        coded = [row for row in self.rows if row.code != "other"]
        for count in range(len(self.holders), FEWEST - 1, -1):
            alike = [row for row in coded if len(row.holders) == count]
            if alike:
                return count, alike
        return len(self.holders), []

    @property
    def sentence(self):
        """新潟市は5つの原則、砂川市は6つの原則をあげています。どちらにもあるのは、「自主・自立」「役割分担」です。"""
        amounts = "、".join(f"{column.name}は{column.amount}" for column in self.holders)
        said = f"{amounts}をあげています。" if amounts else ""
        if len(self.holders) >= FEWEST:
            _, alike = self.shared
            names = "".join(f"「{row.label}」" for row in alike[:NAMED]) + (f"など{len(alike)}つ" if len(alike) > NAMED else "")
            said += f"{self._where()}のは、{names}です。" if alike else "共通の種類で見ると、重なるものはありません。"
        if self.silent:
            said += f"{'と'.join(column.name for column in self.silent)}の資料には、{self.kind.label}の記載がありません。"
        return said

    def _where(self):
        count, _ = self.shared
        if len(self.holders) == FEWEST:
            return "どちらにもある"
        return (
            f"{count}つの資料のすべてにある"
            if count == len(self.holders)
            else f"{len(self.holders)}つの資料のうち{count}つにある"
        )

    @property
    def glance(self):
        """[(heading, rows)]: what the documents share, then what only one of them has. その他 is nothing in common."""
        if len(self.holders) < FEWEST:
            return []
        coded = [row for row in self.rows if row.code != "other"]
        only = [(f"{column.name}だけにある", [row for row in coded if row.holders == [column]]) for column in self.holders]
        if len(self.holders) > FEWEST:
            only = [(heading, alone) for heading, alone in only if alone]
        return [(self._where(), self.shared[1]), *only]


def _name(guideline, names):
    """Two documents of one city are told apart by their titles."""
    name = city_of(guideline)
    return name if names.count(name) == 1 else f"{name}「{guideline.title}」"


def compared(kind, guidelines, chosen):
    """The comparison of the guidelines whose slugs are chosen, filled up to two by those that say something of the kind. One query.

    Nothing chosen: the first (the own city's) and two others that hold such items.
    """
    items = list(
        kind.model.objects.filter(guideline__in=guidelines, is_added=False)
        .select_related("chapter")
        .defer("easy", "search_text", "chapter__body", "chapter__easy", "chapter__search_text")
        .order_by("order", "pk")
    )
    if kind.model is CollaborationForm:
        items = [item for item in items if item.is_active]
    by_pk = {guideline.pk: guideline for guideline in guidelines}
    for item in items:
        item.guideline = by_pk[item.guideline_id]
    shown = [guideline for guideline in guidelines if guideline.slug in chosen][:MOST]
    wanted = FEWEST if chosen else FEWEST + 1
    speaking = {item.guideline_id for item in items}
    for guideline in sorted(guidelines, key=lambda guideline: guideline.pk not in speaking and not guideline.municipality.is_own):
        if len(shown) < wanted and guideline not in shown:
            shown.append(guideline)
    shown = [guideline for guideline in guidelines if guideline in shown]
    return Comparison(kind, shown, [item for item in items if item.guideline in shown])
