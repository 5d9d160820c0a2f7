"""The list of all groups as a table that comes back: with the portal's number, under headings that the import knows."""

from partners.directory.kind import MembersUnit
from partners.directory.models import Partner
from partners.directory.standing import Standing

from .lines import NEVER, TAGS
from .words import OWN, TARGETS, WORDS

STATE = "登録の状態"  # to read; a list that comes back changes no standing


def groups_table():
    """(header, rows) of every group that stands in the directory or may come to: what the secretariat reads, contacts too.

    The city's offices, the coordinator, who left and what was merged into another stay out. Three queries.
    """
    bodies = Partner.objects.filter(merged_into=None, office=Partner.Office.NONE).exclude(standing__in=(*NEVER, Standing.LEFT))
    rows = [[row.pk, row.get_standing_display(), *(_cell(row, name) for name in WORDS)] for row in bodies.prefetch_related(*TAGS)]
    return [TARGETS[OWN][0], STATE, *(TARGETS[name][0] for name in WORDS)], rows


def _cell(row, name):
    value = getattr(row, name)
    if name == "kind":
        return row.get_kind_display()
    if name in TAGS:
        return "、".join(map(str, value.all()))
    if name == "members_count" and value is not None and row.members_unit != MembersUnit.PEOPLE:
        return f"{value}{row.get_members_unit_display()}"
    return value
