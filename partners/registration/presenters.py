"""What the pages of a sent application show beside what it says."""

from kyodo_portal.common.text.difference import compared
from partners.directory.payload import display_rows
from partners.directory.presenters import PRIVATE
from partners.directory.schema import FILES_PAGE


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
