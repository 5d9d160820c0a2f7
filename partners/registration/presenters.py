"""What the pages of a sent application show beside what it says."""

from typing import NamedTuple

from kyodo_portal.common.text.difference import compared
from partners.directory.payload import display_rows
from partners.directory.presenters import PRIVATE
from partners.directory.schema import FILES_PAGE
from partners.directory.similar import similar_partners


def hidden_corrections(registration, *, sees_contact, sees_files):
    """The items whose texts before and after somebody may not read, as nowhere else on the page."""
    return (*(() if sees_contact else PRIVATE), *(() if sees_files else (FILES_PAGE,)))


def changed_rows(registration, *, hidden=()):
    """[Compared] of what an application of change wants to be different, from the entry as it was when the change was begun."""
    before = registration.payload.get("before")
    if not before:
        return []
    old = {name: text for _, _, rows in display_rows(before, hidden=hidden) for name, _, text in rows}
    new = [row for _, _, rows in display_rows(registration.payload, hidden=hidden) for row in rows]
    rows = [compared(label, old.get(name, ""), text) for name, label, text in new if not name.startswith("pledge_")]
    return [row for row in rows if row]


class Part(NamedTuple):
    """One page of an application: (label, text) of what was written, and the labels of what was left open."""

    key: str
    title: str
    rows: list[tuple[str, str]]
    empty: list[str]

    @property
    def name(self):
        """Of its heading's id."""
        return f"sec-{self.key}"


def written_parts(payload, *, hidden=()):
    """[Part] in the order of the pages. hidden: the fields that this person may not read."""
    return [
        Part(key, title, [(label, text) for _, label, text in rows if text], [label for _, label, text in rows if not text])
        for key, title, rows in display_rows(payload, hidden=hidden)
    ]


def similar_of(registration, *, among=None, by_phone=False):
    """[Similar] of the body that an application is about (`similar_partners`); its telephone is compared for those who may see it."""
    said = registration.payload
    number, phone = str(said.get("corporate_number") or ""), str(said.get("phone") or "") if by_phone else ""
    return similar_partners(str(registration), number, phone, but=registration.partner, among=among)
