"""課と人: who works in each office of the city, who is its 協働推進員, who is still to come."""

from typing import NamedTuple

from kyodo_portal.accounts.models import Invitation, User

from .membership import Membership
from .models import Partner
from .staff_invitations import offices

Part = Membership.Part


class OfficeLine(NamedTuple):
    """One office: its people by part, how many they are, who goes and when, for how many places somebody is waited for."""

    office: Partner
    heads: list[User]
    promoters: list[User]
    people: int
    leaving: list[Membership]
    invited: int


def lines_of(page):
    """[OfficeLine] of the offices of a page. Two queries."""
    rows = list(page)
    valid = Membership.objects.valid().filter(partner__in=rows, user__is_active=True)
    there, waited = {}, {}
    for membership in valid.select_related("user").order_by("pk"):
        there.setdefault(membership.partner_id, []).append(membership)
    open_ones = Invitation.objects.staff().open().filter(target__in=[str(row.pk) for row in rows])
    for target in open_ones.values_list("target", flat=True):
        waited[int(target)] = waited.get(int(target), 0) + 1
    return [_line(row, there.get(row.pk, []), waited.get(row.pk, 0)) for row in rows]


def _line(office, memberships, invited):
    def of(part):
        return [row.user for row in memberships if row.part == part]

    leaving = [row for row in memberships if row.until]
    return OfficeLine(office, of(Part.REPRESENTATIVE), of(Part.PROMOTER), len(memberships), leaving, invited)


class Waiting(NamedTuple):
    """One invitation that waits: where to, and which words say so."""

    invitation: Invitation
    office: Partner | None
    part: str


def waiting_invitations():
    """[Waiting] of what is open, the newest first. Two queries."""
    rows = list(Invitation.objects.staff().open().select_related("by"))
    names = {str(row.pk): row for row in offices().filter(pk__in=[int(row.target) for row in rows])}
    return [Waiting(row, names.get(row.target), Part(row.part).label) for row in rows]
