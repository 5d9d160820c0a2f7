"""Offices that get another name on the day of a 改組: they keep their row, and what they were called stays known with its days."""

from partners.directory.actions import is_called_otherwise, rename
from partners.models import Partner

COLUMNS = ("name", "kana", "kana_key")


def rename_offices(written, names, on):
    """Each of these RenamedOffices is called so from `on` on. Queries: those of a change of name for each, and one."""
    held = held_offices(names)
    for row in names:
        office = held[row.office_id]
        before = {column: getattr(office, column) for column in COLUMNS}
        kept = rename(office, name=row.name, kana=row.kana, on=on)
        for column in COLUMNS:
            if before[column] != getattr(office, column):
                written.note(office, column, before[column])
        if kept is not None:
            written.note_made(kept)


def names_as_before(names):
    """Once the log was read back: what is derived from the names, and a row of the history that says so."""
    for office in held_offices(names).values():
        is_called_otherwise(office)


def held_offices(names):
    """{key: Partner}, their rows held in the order of their keys. One query, none without names."""
    if not names:
        return {}
    keys = [row.office_id for row in names]
    return {row.pk: row for row in Partner.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
