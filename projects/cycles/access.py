"""Who is what to a year's collaboration, and who may do what with it. The docstring is the rule."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.workflow import CITY, GUIDE, Actor
from partners.directory.access import (
    is_representative,
    is_secretariat,
    partners_of,
    people_of,
    secretariat_people,
    written_by,
)
from partners.directory.faces import SHAPES
from partners.models import Assignment, Membership
from projects.entries.access import accompanies, side_of
from projects.entries.models import Participation

Side = Participation.Side
Part = Membership.Part


def cycle_roles(user, cycle):
    """What `user` is to a cycle today: "applicant" and "member" write for the group's side, a "viewer" of it only reads; "department"
    stands for the city's.

    Nobody is anything to a year of an entry that was cancelled or merged: it is read, and nothing is done with it.
    """
    roles = set()
    if not cycle.project.stands:
        return roles
    mine = partners_of(user)
    for row in cycle.project.taking_part():
        if row.side == Side.GROUP and row.partner_id in mine:
            roles.add("member" if row.partner_id in written_by(user) else "viewer")
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


def cycle_desks(user):
    """At which desks of the admin somebody works on years: every department's is its own, the secretariat sees to all."""
    desks = {"department"} if user.is_staff else set()
    return desks | ({"secretariat"} if is_secretariat(user) else set())


def cycle_actors(cycle, changes):
    """For whom each change was made: one of the groups, an office of the city, or nobody's side where a coordinator wrote.

    Two queries: who takes or took part, and who belonged to which of them, also before.
    """
    partners = {row.partner_id: row for row in Participation.objects.filter(project=cycle.project_id).select_related("partner")}
    people = {change.by_id for change in changes} - {None}
    belongs = Membership.objects.filter(partner__in=partners, user__in=people).order_by("since").values_list("user", "partner")
    by_side = {}
    for user, partner in belongs:
        by_side.setdefault((user, partners[partner].side), partners[partner].partner)
    return {change.version: _actor_of(change, by_side) for change in changes if change.by_id is not None}


def _actor_of(change, by_side):
    roles = set(change.row.roles) if change.row else set()
    group, office = (by_side.get((change.by_id, side)) for side in (Side.GROUP, Side.CITY))
    if group and ("applicant" in roles or not roles):
        return Actor(group.name, SHAPES[group.kind])
    if office:
        return Actor(office.name, SHAPES[office.kind])
    return CITY if change.by.is_staff or "coordinator" not in roles else GUIDE


def cycle_audience(cycle, who):
    """Whom a step of the cycle table tells: of a record nobody hears more than that it is one."""
    if cycle.is_record and (cycle.last_step is None or cycle.last_step.step != "only_record"):
        return []
    return people_of_entry(cycle, who)


def cycle_bodies(cycle, who):
    """The groups that a step of the cycle table tells, of an entry out of a published source too. One query."""
    if who != "applicant" or (cycle.is_record and (cycle.last_step is None or cycle.last_step.step != "only_record")):
        return []
    return [row.partner for row in _taking_part(cycle.project_id) if row.side == Side.GROUP]


@keyed
def _taking_part(project):
    return Participation.objects.valid().filter(project=project).select_related("partner")


def people_of_entry(subject, who):
    """Whom a step tells that concerns both sides of an entry: of a Cycle, or of what else belongs to one (`project_id`)."""
    participations = _taking_part(subject.project_id)
    if who == "applicant":
        return [
            user
            for participation in participations
            if participation.side == Side.GROUP
            for user in people_of(participation.partner, part=Part.REPRESENTATIVE)
        ]
    if who == "department":
        return [
            user
            for participation in participations
            if participation.side == Side.CITY
            for user in people_of(participation.partner)
        ]
    if who == "secretariat":
        return secretariat_people()
    if who == "coordinator":
        partners = [participation.partner_id for participation in participations if participation.side == Side.GROUP]
        seats = Assignment.objects.valid().filter(partner__in=partners)
        return list(get_user_model().objects.filter(pk__in=seats.values("user"), is_active=True))
    return []


def can_work_on(user, cycle):
    """The working page of a cycle: both sides, the secretariat, the coordinator who accompanies the group.

    Other departments read what everybody reads, and find its stage and its days on the board.
    """
    return user.is_authenticated and (bool(cycle_roles(user, cycle)) or has_read(user, cycle))


def has_read(user, cycle):
    """Who reads a year without working on it: whoever took part in it and has left since; of an entry that was cancelled or merged
    also both sides and the secretariat. One query."""
    if not cycle.project.stands and (is_secretariat(user) or side_of(user, cycle.project)):
        return True
    mine = Participation.objects.filter(project=cycle.project_id, partner__in=partners_of(user))
    return mine.within(cycle.fiscal_year).exists()


def plan_side(user, cycle):
    """For which side the user writes the plan: one's own; the secretariat writes for the city. None: for nobody."""
    roles = cycle_roles(user, cycle)
    if "member" in roles:
        return Side.GROUP
    return Side.CITY if roles & {"department", "secretariat"} else None


def can_edit_plan(user, cycle):
    """While preparing, either side; later nobody: what is agreed changes by a request that the other side allows."""
    return cycle.may("plan") and cycle.is_planned and plan_side(user, cycle) is not None


def can_ask_change(user, cycle):
    """While it is carried out, a representative of the group or the department; the other side answers."""
    return cycle.may("change") and cycle.is_planned and bool(cycle_roles(user, cycle) & {"applicant", "department"})


def can_confirm_plan(user, cycle):
    """「この計画でよい」 is said by a representative of the group and by the department, while preparing."""
    asked = cycle.may("plan") and cycle.is_planned
    return asked and bool(cycle_roles(user, cycle) & {"applicant", "department", "secretariat"})


def can_post_update(user, cycle):
    """Anybody of either side writes what happened, from the start until it is reviewed."""
    return cycle.may("update") and plan_side(user, cycle) is not None


def can_write_facts(user, cycle):
    """The record of a year besides its plan is the city's to write, until it is called off."""
    return cycle.status in cycle.process.step("put_right").source and bool(
        cycle_roles(user, cycle) & {"department", "secretariat"}
    )


def can_edit_update(user, update):
    """One's own, within 24 hours."""
    return update.by_id == user.pk and timezone.now() - update.created_at < datetime.timedelta(hours=24)


def can_record_meeting(user, cycle):
    """Anybody of either side writes down a meeting, until the year has ended."""
    return not cycle.state.is_end and plan_side(user, cycle) is not None


def can_edit_meeting(user, meeting):
    """Anybody of the side that wrote it, until the year has ended or somebody said what became of the decision."""
    return (
        can_record_meeting(user, meeting.cycle)
        and plan_side(user, meeting.cycle) == meeting.side
        and not hasattr(meeting, "carry_over")
    )


def can_tick_decisions(user, cycle):
    """Anybody of either side says what became of what was decided, until the year has ended."""
    return not cycle.state.is_end and plan_side(user, cycle) is not None


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


def disclosure_side(user, cycle):
    """For which side the user says how much of the evaluation may be published; None: for nobody.

    A representative answers for the group, the department for the city; for a group without anybody who signs in the
    coordinator or the secretariat enters what it said on paper.
    """
    side = evaluation_side(user, cycle)
    return side if side is not None and can_submit_evaluation(user, cycle) else None


def can_choose_disclosure(user, cycle):
    """Each side says it, and takes it back, as long as both may read the answers."""
    return cycle.answers_are_open and disclosure_side(user, cycle) is not None


def can_read_note(user, cycle, side):
    """「公開しないメモ」 of one side ("" for the coordinator's own): that side, and the coordinator who accompanies the group."""
    return "coordinator" in cycle_roles(user, cycle) or (side != "" and side_of(user, cycle.project) == side)


def can_record_talk(user, cycle):
    """The talk about the gaps is recorded by the department, the secretariat or the coordinator, once the answers are open."""
    return (
        cycle.may("talk")
        and not cycle.answers_wait
        and bool(cycle_roles(user, cycle) & {"department", "secretariat", "coordinator"})
    )
