"""Who is what, and who may do what, with calls, proposals, projects and cycles. The docstring is the rule."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from partners.access import (
    is_assigned,
    is_coordinator,
    is_member,
    is_representative,
    is_secretariat,
    offices_of,
    partners_of,
    people_of,
    secretariat_people,
)
from partners.models import Assignment, Membership, Partner
from partners.workflow import Standing

from .models import PanelSeat, Participation
from .workflow import CYCLE, ProposalStatus

Side = Participation.Side
Part = Membership.Part


def has_seat(user, call):
    """Sits on the call's panel today."""
    return user.is_authenticated and PanelSeat.objects.valid().filter(call=call, user=user).exists()


def is_of_group(user, proposal):
    """Belongs to the proposing group or to one that proposes with it."""
    return user.is_authenticated and (
        is_member(user, proposal.partner) or any(partner.pk in partners_of(user) for partner in proposal.co_partners.all())
    )


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


def can_review(user, proposal):
    """Writes a score sheet: has a seat on the call's panel today and does not belong to the proposing group."""
    return "panel" in proposal_roles(user, proposal)


def can_see_scores(user, proposal):
    """All sheets with names: the secretariat, and the department in charge of this proposal; never the group."""
    return bool({"secretariat", "department"} & proposal_roles(user, proposal))


def can_see_ranking(user):
    """The whole call's scores side by side: the secretariat."""
    return user.is_authenticated and is_secretariat(user)


def can_edit_proposal(user, proposal):
    """A draft, or a proposal in correction, is written by anybody of the group."""
    return "member" in proposal_roles(user, proposal)


def can_write_proposal(user, proposal):
    """Anybody of the group, while it is a draft or being corrected."""
    return proposal.may("write") and can_edit_proposal(user, proposal)


def can_propose(user, partner):
    """Anybody who belongs today to a registered group outside the city office starts proposals for it."""
    outside = partner.office in (Partner.Office.NONE, Partner.Office.COORDINATOR)
    return outside and partner.standing == Standing.REGISTERED and is_member(user, partner)


def groups_to_propose_for(user):
    """The groups for which the user may start a proposal."""
    rows = Partner.objects.filter(pk__in=partners_of(user), standing=Standing.REGISTERED)
    return rows.filter(office__in=(Partner.Office.NONE, Partner.Office.COORDINATOR)).order_by("kana_key", "pk")


def can_send_proposal(user, proposal):
    """Only the representative sends, sends again, withdraws and renounces."""
    return "applicant" in proposal_roles(user, proposal)


def can_delete_draft(user, proposal):
    """A draft is deleted by the representative; what was sent is never deleted."""
    return proposal.status == ProposalStatus.DRAFT and can_send_proposal(user, proposal)


def can_copy_proposal(user, proposal):
    """The proposing group starts anew from a proposal that went no further, or from a draft that missed its deadline."""
    over = proposal.may("copy") or (proposal.status == ProposalStatus.DRAFT and proposal.call.is_closed)
    return over and can_propose(user, proposal.partner)


def can_record_department_talk(user, proposal):
    """While talks go on: the department in charge, or the secretariat for it."""
    return proposal.may("talk") and bool(proposal_roles(user, proposal) & {"department", "secretariat"})


def is_public_file(file):
    """The group marked it as public, and the proposal was adopted."""
    return file.is_public and file.proposal.may("files") and file.removed_at is None


def can_download(user, file):
    """Whoever may see the whole proposal; everybody once it is adopted and the group marked the file as public."""
    proposal = file.proposal
    if is_public_file(file):
        return True
    if proposal.status == ProposalStatus.DRAFT:
        return bool(proposal_roles(user, proposal) & {"member", "coordinator"})
    return can_see_whole_proposal(user, proposal)


def can_see_calls_in_admin(user):
    """City staff look at calls."""
    return user.is_authenticated and user.is_staff


def can_edit_calls(user, call=None):
    """The secretariat opens and changes calls."""
    return is_secretariat(user)


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


def can_enter_for(user, department):
    """A department enters its own collaborations into the ledger; the secretariat enters anybody's."""
    return user.is_staff and department.is_city and (is_secretariat(user) or department.pk in offices_of(user))


def can_edit_entry(user, project):
    """What a ledger entry says of itself is put right by its own department or by the secretariat, not by staff of its group."""
    if not user.is_authenticated or not user.is_staff:
        return False
    side = side_of(user, project)
    return side == Side.CITY or (side is None and is_secretariat(user))


def can_change_department(user, project):
    """The secretariat gives an entry to another department while no year of it is agreed yet; not for its own group."""
    if not user.is_authenticated or not is_secretariat(user) or side_of(user, project) == Side.GROUP:
        return False
    return {cycle.status for cycle in project.cycles.all()} == {CYCLE.start}


def can_work_on(user, cycle):
    """The working page of a cycle: both sides, city staff, the coordinator who accompanies the group."""
    return user.is_authenticated and (user.is_staff or bool(cycle_roles(user, cycle)))


def plan_side(user, cycle):
    """For which side the user writes the plan: one's own; the secretariat writes for the city. None: for nobody."""
    roles = cycle_roles(user, cycle)
    if "member" in roles:
        return Side.GROUP
    return Side.CITY if roles & {"department", "secretariat"} else None


def open_change(cycle):
    """The change that was allowed and not yet carried into the plan, or None."""
    return cycle.change_requests.filter(allowed=True, applied_at__isnull=True).first() if cycle.may("change") else None


def can_edit_plan(user, cycle):
    """While preparing, either side; later only the city, once for every change that was allowed."""
    side = plan_side(user, cycle)
    if cycle.may("plan"):
        return side is not None
    return side == Side.CITY and open_change(cycle) is not None


def can_confirm_plan(user, cycle):
    """「この計画でよい」 is said by a representative of the group and by the department, while preparing."""
    return cycle.may("plan") and bool(cycle_roles(user, cycle) & {"applicant", "department", "secretariat"})


def can_post_update(user, cycle):
    """Anybody of either side writes what happened, from the start until it is reviewed."""
    return cycle.may("update") and plan_side(user, cycle) is not None


def can_edit_update(user, update):
    """One's own, within 24 hours."""
    return update.by_id == user.pk and timezone.now() - update.created_at < datetime.timedelta(hours=24)


def can_write_report(user, cycle):
    """The report is written by the group or, where that is how they divided it, by the department."""
    return cycle.may("report") and bool(cycle_roles(user, cycle) & {"member", "department"})


def evaluation_side(user, cycle):
    """For which side the user answers. Each side answers for itself.

    A group without anybody who signs in hands its answers in on paper: the coordinator who accompanies it enters them, or the
    secretariat if it does not stand on the city's side itself. Whoever sees one side's answers never enters the other's.
    """
    roles = cycle_roles(user, cycle)
    if "member" in roles:
        return Side.GROUP
    if "department" in roles:
        return Side.CITY
    if roles & {"coordinator", "secretariat"} and not cycle_audience(cycle, "applicant"):
        return Side.GROUP
    return None


def can_evaluate(user, cycle):
    """Each side writes its own answers while it is being evaluated."""
    return cycle.may("evaluate") and evaluation_side(user, cycle) is not None


def can_submit_evaluation(user, cycle):
    """A representative hands in the group's answers; members may write them."""
    side = evaluation_side(user, cycle)
    return side is not None and (
        side == Side.CITY or bool(cycle_roles(user, cycle) & {"applicant", "coordinator", "secretariat"})
    )


def can_record_talk(user, cycle):
    """The talk about the gaps is recorded by the department, the secretariat or the coordinator."""
    return cycle.may("talk") and bool(cycle_roles(user, cycle) & {"department", "secretariat", "coordinator"})
