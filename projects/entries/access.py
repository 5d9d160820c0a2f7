"""Who stands where in a collaboration. The docstring is the rule."""

from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.workflow import CITY, Actor
from partners.directory.access import (
    accompanied_by,
    is_representative,
    is_secretariat,
    is_writer,
    partners_of,
    people_of,
    secretariat_people,
)
from partners.directory.faces import SHAPES
from partners.models import Membership

from .participation_models import Participation

Side = Participation.Side


def side_of(user, project):
    """On which side of the collaboration the user stands: "group", "city" or None."""
    mine = partners_of(user)
    sides = {row.side for row in project.taking_part() if row.partner_id in mine}
    if Side.GROUP in sides:  # whoever belongs to both stands with the group and does not decide for the city
        return Side.GROUP
    return Side.CITY if Side.CITY in sides else None


def accompanies(user, project):
    """Is a coordinator assigned today to a partner of the project's group side."""
    theirs = accompanied_by(user)
    return any(row.partner_id in theirs for row in project.taking_part() if row.side == Side.GROUP)


def people_of_side(project, side, *, part=None):
    """[User] of the bodies on one side today, the lead's first; part: only those in this part. One query for each body."""
    rows = project.participations.valid().filter(side=side).select_related("partner").order_by("-is_lead", "pk")
    return list({user.pk: user for row in rows for user in people_of(row.partner, part=part)}.values())


def parties_of_entry(project):
    """The party words of all who take part today. One query."""
    return [f"p{partner}" for partner in project.participations.valid().values_list("partner", flat=True)]


def ledger_roles(user, project):
    """What `user` is to an entry of the ledger. Whoever belongs to its group stands with the group, also as staff.

    Whoever has just handed it on from their own office may take that back as long as nobody was told of it.
    """
    side = side_of(user, project)
    if side == Side.GROUP:
        groups = [row.partner for row in project.taking_part() if row.side == Side.GROUP]
        member = "member" if any(is_writer(user, group) for group in groups) else "viewer"
        return {member, *(["applicant"] if any(is_representative(user, group) for group in groups) else [])}
    roles = {"department"} if side == Side.CITY or _has_just_handed_on(user, project) else set()
    return roles | ({"secretariat"} if is_secretariat(user) else set())


def _has_just_handed_on(user, project):
    return bool(project.version) and user.is_staff and project.is_untold and project.last_step.by_id == user.pk


def ledger_audience(project, who):
    """Whom a step of the ledger's table tells: of those who take part today or from a day to come."""
    if who == "secretariat":
        return secretariat_people()
    part = Membership.Part.REPRESENTATIVE if who == "applicant" else None
    bodies = ledger_bodies(project, who)
    return list({user.pk: user for body in bodies for user in people_of(body, part=part)}.values())


def ledger_bodies(project, who):
    """The groups (applicant) or offices that take part today or from a day to come: whom a step of the ledger's table tells. One query."""
    side = {"applicant": Side.GROUP, "department": Side.CITY}.get(who)
    staying = Participation.objects.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()), project=project, side=side)
    return [row.partner for row in staying.select_related("partner")]


def ledger_actors(project, changes):
    """Every step of the ledger is the city's: by the office of whoever took it where it takes part, else by the city. One query."""
    offices = {
        row.partner_id: row.partner
        for row in Participation.objects.filter(project=project).select_related("partner")
        if row.side == Side.CITY
    }
    people = {change.by_id for change in changes} - {None}
    belongs = Membership.objects.filter(partner__in=offices, user__in=people).order_by("since").values_list("user", "partner")
    own = {user: Actor(offices[partner].name, SHAPES[offices[partner].kind]) for user, partner in belongs}
    return {change.version: own.get(change.by_id, CITY) for change in changes if change.by_id is not None}
