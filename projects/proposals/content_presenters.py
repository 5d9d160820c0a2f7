"""How the pages draw a content (presenters.content_of, or a frozen revision's): what stands where, and what leads to its form."""

from typing import NamedTuple

from django.urls import reverse

from .presenters import File

NOBODY = "なし"  # an empty cell of the roles says that this side does nothing


class DrawnRow(NamedTuple):
    """One answer that is not empty."""

    label: str
    value: str


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
    """One page of the proposal. `empty`: the labels of what was left open; `url`: the page on which it is put right, or ""."""

    key: str
    title: str
    rows: list[DrawnRow]
    empty: list[str]
    tables: list[DrawnTable]
    files: list[File]
    url: str

    @property
    def name(self):
        """Of its heading's id."""
        return f"sec-{self.key}"

    @property
    def is_empty(self):
        return not (self.rows or self.empty or self.tables or self.files)


def drawn_sections(content, proposal, *, edit=False):
    """[DrawnSection] of a content. edit: with the addresses of the pages on which it is put right. No query."""
    return [
        _section(section, reverse("proposal-page", args=[proposal.pk, section["key"]]) if edit else "") for section in content
    ]


def _section(section, url):
    rows = [DrawnRow(row["label"], row["value"]) for row in section["rows"] if row["value"]]
    empty = [row["label"] for row in section["rows"] if not row["value"]]
    tables = [_table(table) for table in section["tables"]]
    return DrawnSection(section["key"], section["title"], rows, empty, tables, section["files"], f"{url}#main" if url else "")


def _table(table):
    empty = NOBODY if table["key"] == "roles" else ""
    lines = [
        DrawnLine(heading, [(name, text or empty) for name, text in zip(table["head"][1:], texts, strict=False)])
        for heading, *texts in table["body"]
    ]
    return DrawnTable(table["caption"], table["head"], lines)
