"""Who is what, and who may do what, with calls, proposals, projects and cycles. The docstring is the rule."""
from django.contrib.auth import get_user_model

from partners.access import (
    is_assigned, is_coordinator, is_member, is_representative, is_secretariat, offices_of, partners_of, people_of, secretariat_people,
)
from partners.models import Assignment, Membership

from .models import PanelSeat, Participation

Side = Participation.Side
Part = Membership.Part


def has_seat(user, call):
    """Sits on the call's panel today."""
    return user.is_authenticated and PanelSeat.objects.valid().filter(call=call, user=user).exists()


def proposal_roles(user, proposal):
    """What `user` is to a proposal. Whoever belongs to the proposing group neither judges nor decides it (利益相反)."""
    if is_member(user, proposal.partner):
        return {"member", "applicant"} if is_representative(user, proposal.partner) else {"member"}
    if any(partner.pk in partners_of(user) for partner in proposal.co_partners.all()):
        return {"member"}
    roles = set()
    if is_secretariat(user):
        roles.add("secretariat")
    if proposal.department_id in offices_of(user):
        roles.add("department")
    if has_seat(user, proposal.call):
        roles.add("panel")
    if is_assigned(user, proposal.partner):
        roles.add("coordinator")
    return roles


def proposal_audience(proposal, who):
    """Whom a step of the proposal table tells."""
    if who == "applicant":
        return people_of(proposal.partner, part=Part.REPRESENTATIVE)
    if who == "secretariat":
        return secretariat_people()
    if who == "department":
        return people_of(proposal.department) if proposal.department else []
    if who == "panel":
        seats = PanelSeat.objects.valid().filter(call=proposal.call)
        return list(get_user_model().objects.filter(pk__in=seats.values("user"), is_active=True))
    return []


def can_see_whole_proposal(user, proposal):
    """Full text, budget, files: the group, who handles or judges it, the assigned coordinator — not residents."""
    return user.is_authenticated and (user.is_staff or bool(proposal_roles(user, proposal)))


def can_edit_proposal(user, proposal):
    """A draft, or a proposal in correction, is written by anybody of the group."""
    return "member" in proposal_roles(user, proposal)


def side_of(user, project):
    """On which side of the collaboration the user stands: "group", "city" or None."""
    mine = partners_of(user)
    sides = {row.side for row in project.participations.all() if row.partner_id in mine}
    if Side.GROUP in sides:  # whoever belongs to both stands with the group and does not decide for the city
        return Side.GROUP
    return Side.CITY if Side.CITY in sides else None


def cycle_roles(user, cycle):
    """What `user` is to a cycle: "applicant" and "member" stand for the group's side, "department" for the city's."""
    roles = set()
    mine = partners_of(user)
    for row in cycle.project.participations.all():
        if row.side == Side.GROUP and row.partner_id in mine:
            roles.add("member")
            if is_representative(user, row.partner):
                roles.add("applicant")
    if roles:
        return roles
    if side_of(user, cycle.project) == Side.CITY:
        roles.add("department")
    if is_secretariat(user):
        roles.add("secretariat")
    if accompanies(user, cycle.project):
        roles.add("coordinator")
    return roles


def accompanies(user, project):
    """Is a coordinator assigned today to a partner of the project's group side."""
    partners = [row.partner_id for row in project.participations.all() if row.side == Side.GROUP]
    return user.is_authenticated and Assignment.objects.valid().filter(user=user, partner__in=partners).exists()


def cycle_audience(cycle, who):
    """Whom a step of the cycle table tells."""
    rows = cycle.project.participations.select_related("partner")
    if who == "applicant":
        return [user for row in rows if row.side == Side.GROUP for user in people_of(row.partner, part=Part.REPRESENTATIVE)]
    if who == "department":
        return [user for row in rows if row.side == Side.CITY for user in people_of(row.partner)]
    if who == "secretariat":
        return secretariat_people()
    if who == "coordinator":
        partners = [row.partner_id for row in rows if row.side == Side.GROUP]
        seats = Assignment.objects.valid().filter(partner__in=partners)
        return list(get_user_model().objects.filter(pk__in=seats.values("user"), is_active=True))
    return []


def can_see_board(user):
    """The board is for coordinators and city staff."""
    return user.is_authenticated and (user.is_staff or is_coordinator(user))
