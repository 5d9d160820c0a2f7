"""Who answers for a group that was named, and who reads what it was asked. The docstring is the rule."""

from partners.directory.access import (
    is_assigned,
    is_member,
    is_representative,
    is_secretariat,
    partners_of,
    people_of,
    secretariat_people,
)
from partners.models import Assignment, Membership

Part = Membership.Part


def can_answer(user, row):
    """A representative of the named group."""
    return is_representative(user, row.partner)


def can_answer_on_paper(user, row):
    """Where nobody represents the group in the portal: its coordinator or the secretariat, neither of them of the proposing group."""
    if not user.is_authenticated or {row.partner_id, row.lead_id} & partners_of(user):
        return False
    if not (is_secretariat(user) or is_assigned(user, row.partner)):
        return False
    return not people_of(row.partner, part=Part.REPRESENTATIVE)


def can_read_text(user, row):
    """What was written so far is read, while the answer is open, by whoever answers for the group."""
    return row.is_asked and can_answer(user, row)


def can_read_title(user, row):
    """Everybody of the named group. Whoever only carries a paper: once it was sent, because a draft is its group's own."""
    return row.partner_id in partners_of(user) or (user.is_staff and not row.proposal.is_unsent)


def can_see_paper_answers(user):
    """The secretariat enters answers that came on paper."""
    return is_secretariat(user)


def asked_people(row):
    """[User] who hear that their group was named: its representatives; nobody where it has none."""
    return people_of(row.partner, part=Part.REPRESENTATIVE)


def paper_people(row):
    """[User] who ask a group on paper that has nobody in the portal: its coordinators and the secretariat."""
    assigned = [one.user for one in Assignment.objects.valid().filter(partner=row.partner).select_related("user")]
    return [*assigned, *(user for user in secretariat_people() if not is_member(user, row.lead))]
