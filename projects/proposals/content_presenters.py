"""How the pages draw a content (presenters.content_of, or a frozen revision's): what stands where, and what leads to its form."""

from typing import NamedTuple

from django.urls import reverse

from .presenters import File

NOT_WRITTEN_HERE = {"partner", "city_share"}  # rows that the portal itself fills
NOBODY = "なし"  # an empty cell of the roles says that this side does nothing


class DrawnRow(NamedTuple):
    """One answer. `url`: the page on which it is put right, "" where it is not."""

    label: str
    value: str
    url: str


class DrawnLine(NamedTuple):
    """One line of a table: its heading, and [(name of the column, text)] of the other cells."""

    heading: str
    cells: list[tuple[str, str]]


class DrawnTable(NamedTuple):
    """A table of texts with its lines."""

    caption: str
    head: list[str]
    lines: list[DrawnLine]


class DrawnSection(NamedTuple):
    """One page of the proposal. `url`: the page on which the whole of it is put right, "" where its rows lead there."""

    key: str
    title: str
    rows: list[DrawnRow]
    tables: list[DrawnTable]
    files: list[File]
    url: str

    @property
    def is_empty(self):
        return not (self.rows or self.tables or self.files)


def drawn_sections(content, proposal, *, edit=False):
    """[DrawnSection] of a content. edit: with the addresses of the pages on which it is put right. No query."""
    return [
        _section(section, reverse("proposal-page", args=[proposal.pk, section["key"]]) if edit else "") for section in content
    ]


def _section(section, url):
    rows = [DrawnRow(row["label"], row["value"], "" if row["key"] in NOT_WRITTEN_HERE else url) for row in section["rows"]]
    as_a_whole = not rows or section["key"] == "budget"
    tables = [_table(table) for table in section["tables"]]
    return DrawnSection(section["key"], section["title"], rows, tables, section["files"], url if as_a_whole else "")


def _table(table):
    empty = NOBODY if table["key"] == "roles" else ""
    lines = [
        DrawnLine(heading, [(name, text or empty) for name, text in zip(table["head"][1:], texts, strict=False)])
        for heading, *texts in table["body"]
    ]
    return DrawnTable(table["caption"], table["head"], lines)
