"""Who is what to a proposal, and who may do what with it. The docstring is the rule."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from kyodo_portal.accounts.helper_actions import helped_by
from kyodo_portal.accounts.registers import know
from kyodo_portal.common.lists.keyed import hanging
from kyodo_portal.common.lists.together import together
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.workflow import Actor
from kyodo_portal.process.presenters import acted_for
from partners.directory.access import (
    ASSIGNMENTS,
    is_assigned,
    is_city_staff,
    is_member,
    is_representative,
    is_secretariat,
    is_writer,
    offices_of,
    partners_of,
    people_of,
    written_by,
)
from partners.directory.faces import SHAPES
from partners.directory.standing import Standing
from partners.models import Membership, Partner
from partners.registration.models import Registration
from projects.calls.access import SEATS, has_seat
from projects.calls.panel_models import PanelSeat

from .asked import TALKS, asked_to_talk
from .conflicts.access import (
    SUBSTITUTIONS,
    belongs,
    is_excluded,
    not_excluded,
    people_at_desk,
    substituted_desks,
    substitutes_at,
)

Part = Membership.Part
OUTSIDE = (Partner.Office.NONE, Partner.Office.COORDINATOR)  # of the city office: the bodies that propose
OWN = {"member", "viewer"}  # what the group's own people are: who writes, and who only reads
# What the roles are read from beside the proposal; a draft has no 除斥.
BESIDE = {
    "joint_groups": lambda proposal: hanging(proposal, "joint_groups", "partner"),
    "filings": lambda proposal: hanging(proposal, "filings", "scan", "entered_by"),
    "exclusions": lambda proposal: hanging(proposal, "exclusions"),
}
COMPARING = {*OWN, "secretariat", "department", "coordinator"}


def is_of_group(user, proposal):
    """Belongs to the proposing group or to one that said yes to propose with it, and the secretariat has not said otherwise."""
    return is_representative(user, proposal.partner) or belongs(proposal, user.pk, partners_of(user))


def proposal_roles(user, proposal):
    """What `user` is to a proposal. Whoever belongs to a proposing group neither judges nor decides it (利益相反). One query, none for
    who represents the group."""
    if is_representative(user, proposal.partner):
        return {"member", "applicant"}
    ask_at_once(user, proposal)
    if is_of_group(user, proposal):
        return {"member"} if _writes(user, proposal) else {"viewer"}
    roles = {"coordinator"} if is_assigned(user, proposal.partner) else set()
    return roles | _filing_roles(proposal, _judging_roles(user, proposal))


def _filing_roles(proposal, roles):
    """With what came on paper the secretariat takes one step for the group, and takes that step back (`filer`)."""
    if "secretariat" not in roles or not proposal.all_filings:
        return roles
    takes = proposal.open_filing is not None and proposal.open_filing.what != "enter"  # a whole one has a step of its own
    return roles | ({"applicant"} if takes else set()) | ({"filer"} if proposal.was_filed else set())


def ask_at_once(user, proposal, **more):
    """What the roles are read from, and `more` that comes along with the proposal (`together.bring_along`), in one question."""
    if not user.is_authenticated:
        return
    registers = [ASSIGNMENTS, SEATS]
    registers += [SUBSTITUTIONS] if is_city_staff(user) else []
    registers += [TALKS] if offices_of(user) else []
    wanted = {"joint_groups": bool(partners_of(user)), "filings": proposal.has_papers, "exclusions": not proposal.is_unsent}
    known = proposal.__dict__.get("_prefetched_objects_cache", ())  # for a row of a list all of it is
    asked = {name: BESIDE[name](proposal) for name, is_wanted in wanted.items() if is_wanted and name not in known}
    know(user, registers, proposal, **{**asked, **more})


def _writes(user, proposal):
    """Of those of the group: not who only reads for each of its groups (閲覧)."""
    writes = written_by(user)
    return writes == partners_of(user) or belongs(proposal, user.pk, writes)


def _judging_roles(user, proposal):
    """What somebody is who has no group in it; nothing where the secretariat confirmed a 除斥 (also after leaving the group)."""
    roles = substituted_desks(user, proposal)
    if is_secretariat(user):
        roles.add("secretariat")
    if proposal.department_id in offices_of(user) or proposal.pk in asked_to_talk(user):
        roles.add("department")
    if has_seat(user, proposal.call):
        roles.add("panel")
    return set() if roles and is_excluded(proposal, user.pk, set()) else roles


def proposal_desks(user):
    """At which desks of the admin somebody works on proposals: the secretariat's, a department's (the system administrator at both)."""
    desks = {"secretariat"} if is_secretariat(user) else set()
    return desks | ({"department"} if offices_of(user) or user.is_superuser else set())


def proposal_actors(proposal, changes):
    """For whom each change was made: the proposing group, also where its step was typed in from paper, which is said; or the city."""
    name, shape = proposal.partner.name, SHAPES[proposal.partner.kind]
    filed = {row.used_version for row in proposal.all_filings if row.what != "enter"}
    found = acted_for(changes, Actor(name, shape))
    on_paper = Actor(name + own_words("（紙で。市が入力）"), shape)
    return {version: on_paper if version in filed else actor for version, actor in found.items()}


def proposal_audience(proposal, who):
    """Whom a step of the proposal table tells."""
    if who == "applicant":
        return people_of(proposal.partner, part=Part.REPRESENTATIVE)
    if who in ("secretariat", "department"):
        return people_at_desk(proposal, who) or substitutes_at(proposal, who)
    if who == "panel":
        seats = PanelSeat.objects.valid().filter(call=proposal.call)
        return not_excluded(proposal, get_user_model().objects.filter(pk__in=seats.values("user"), is_active=True))
    return []


def can_see_whole_proposal(user, proposal):
    """Full text, budget, files: the group, who helps with the draft, who handles or judges it, the assigned coordinator — not other
    departments."""
    return user.is_authenticated and (bool(proposal_roles(user, proposal)) or helps(user, proposal))


def can_compare_versions(user, proposal):
    """What changed between two versions is for the group and for those who handle it; the panel judges the latest one."""
    return user.is_authenticated and bool(proposal_roles(user, proposal) & COMPARING)


def reads_for_others(user, proposal):
    """Whether somebody reads the whole proposal because of an office, a seat or an assignment: looks that are recorded."""
    return can_see_whole_proposal(user, proposal) and not is_own(user, proposal)


def is_own(user, proposal):
    """Whether it is the proposal of one's own group, also for who only reads there (閲覧)."""
    return bool(proposal_roles(user, proposal) & OWN)


def group_has_begun(partner, *, since):
    """A proposal of the partner, or one in which it takes part, was begun since: it used being registered."""
    begun = partner.proposals.filter(created_at__gte=since).values("pk")[:1]
    return any(together(begun, partner.joint_groups.filter(asked_at__gte=since).values("pk")[:1]))


def can_edit_proposal(user, proposal):
    """A draft, or a proposal in correction, is written by anybody of the group but who only reads (閲覧); by the secretariat while it
    enters what came on paper. A whole one on paper is what the group handed in: until it is received, the group reads it."""
    roles = proposal_roles(user, proposal)
    if "member" in roles:
        return not proposal.came_on_paper
    return "secretariat" in roles and proposal.is_written_from_paper


def helped_word(proposal):
    """The word by which a helper's code names this draft."""
    return f"proposal:{proposal.pk}"


def can_ask_for_help(user, proposal):
    """Whoever writes for the proposing group shows the digits of its draft, by which somebody helps (いっしょに書く)."""
    return proposal.is_own_draft and is_writer(user, proposal.partner)


def helps(user, proposal):
    """Fills in the draft for its group, by six digits, until midnight, or until who gave them writes for it no more. One query, and one
    for who helps with it."""
    if not (user.is_authenticated and proposal.is_own_draft and proposal.pk in helped_by(user, "proposal")):
        return False
    return type(proposal).objects.helped_by(user).filter(pk=proposal.pk).exists()


def can_fill_proposal(user, proposal):
    """Who may edit it; and who helps with the draft today, who asks no other group, sends nothing and throws nothing away."""
    return can_edit_proposal(user, proposal) or helps(user, proposal)


def can_enter_for(user, partner):
    """The secretariat enters what came on paper of a body outside the city office, not of one's own (利益相反)."""
    return is_secretariat(user) and partner.office in OUTSIDE and not is_member(user, partner)


def groups_to_enter():
    """The Partners of which a proposal may come on paper: bodies outside the city office that stand in the directory or apply for it."""
    stand = (Standing.REGISTERED, Standing.APPLYING, Standing.LISTED, Standing.DORMANT)
    return Partner.objects.filter(office__in=OUTSIDE, standing__in=stand, merged_into=None, taken_down_at=None)


def can_file(user, proposal):
    """The secretariat enters what came of the group on paper or by telephone; whoever belongs to the group, or stays away, does not."""
    return user is not None and user.is_authenticated and "secretariat" in proposal_roles(user, proposal)


def may_read_papers(user, proposal):
    """What came of it on paper, and the copies: its group, the secretariat, the department; the panel reads what was typed in."""
    return bool(proposal_roles(user, proposal) & {*OWN, "secretariat", "department"})


def can_write_proposal(user, proposal):
    """Whoever writes for the group, while it is a draft or being corrected; and who helps with the draft."""
    return proposal.may("write") and can_fill_proposal(user, proposal)


def can_propose(user, partner):
    """Who writes today for a group outside the city office that is registered, or waits for its registration, writes
    proposals for it; sent they are once it is registered (actions.refuse_unregistered)."""
    return is_member(user, partner) and groups_to_propose_for(user).filter(pk=partner.pk).exists()


def groups_to_propose_for(user):
    """The groups for which the user may start a proposal: `can_propose` for the database."""
    waiting = Q(standing=Standing.APPLYING, pk__in=Registration.objects.waiting().values("partner"))
    groups = Partner.objects.filter(Q(standing=Standing.REGISTERED) | waiting, pk__in=written_by(user))
    return groups.filter(office__in=OUTSIDE).order_by("kana_key", "pk")


def waiting_registration(partner):
    """The first registration for whose result a group waits, or None. One query where it is not registered, otherwise none."""
    return Registration.objects.waiting().filter(partner=partner).first() if partner.standing == Standing.APPLYING else None


def unsent_registrations(user):
    """First registrations that wait in the user's own drawer: once sent, proposals can be written too."""
    return list(Registration.objects.drafts_of(user).select_related("partner")) if user.is_authenticated else []


def can_send_proposal(user, proposal):
    """Only the representative sends, sends again, withdraws and renounces; the secretariat with what came on paper."""
    roles = proposal_roles(user, proposal)
    return "applicant" in roles or ("secretariat" in roles and proposal.came_on_paper)


def can_delete_draft(user, proposal):
    """A draft is deleted by the representative; what was sent is never deleted."""
    return proposal.is_own_draft and not proposal.was_sent and "applicant" in proposal_roles(user, proposal)


def can_copy_proposal(user, proposal):
    """The proposing group starts anew from a proposal that went no further, or from a draft that missed its deadline."""
    over = proposal.may("copy") or (proposal.is_unsent and not proposal.is_taken)
    return over and can_propose(user, proposal.partner)


def is_public_file(file):
    """The group marked it as public, and the proposal was adopted."""
    return file.is_public and file.proposal.may("files") and file.proposal.is_public and file.removed_at is None


def can_download(user, file):
    """Whoever may see the whole proposal; everybody once it is adopted and the group marked the file as public."""
    proposal = file.proposal
    if is_public_file(file):
        return True
    if proposal.is_unsent:
        return bool(proposal_roles(user, proposal) & {*OWN, "coordinator"}) or can_fill_proposal(user, proposal)
    return can_see_whole_proposal(user, proposal)
