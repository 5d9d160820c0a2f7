"""Who takes lists in, and who makes two rows of the directory one."""

from partners.directory.access import is_member, is_secretariat
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner


def can_import(user):
    """The secretariat takes lists of groups in, takes them back, and takes the list of all groups out."""
    return is_secretariat(user)


def can_merge(user, *partners):
    """The secretariat, and none of its people about their own group; not of the city's offices (改組), the coordinator, persons."""
    bodies = all(row.office == Partner.Office.NONE and row.kind != PartnerKind.CITIZEN for row in partners)
    return is_secretariat(user) and bodies and not any(is_member(user, row) for row in partners)
