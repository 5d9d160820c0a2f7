"""Who is what to a 改組. The docstring is the rule."""

from django.contrib.auth import get_user_model

from kyodo_portal.common.workflow import CITY
from partners.directory.access import is_secretariat, offices_of, partners_of, secretariat_people
from partners.models import Membership
from projects.cycles.models import Cycle
from projects.entries.models import Participation

Side = Participation.Side


def offices_in(reorganisation):
    """The ids of the offices that its lines and new names speak of. One query, the first time."""
    pairs = {pk for line in reorganisation.laid_out for pk in (line.former_id, line.successor_id)}
    return pairs | {row.office_id for row in reorganisation.renamed}


def groups_of(reorganisation):
    """The QuerySet of who takes part today, on the groups' side, in a matter that it moved and that still goes on."""
    going_on = Cycle.objects.unfinished().values("project")
    moved = reorganisation.matters.filter(project__in=going_on).values("project")
    return Participation.objects.valid().filter(project__in=moved, side=Side.GROUP)


def reorganisation_roles(user, reorganisation):
    """The secretariat runs it; people of an office in its lines, and of a group whose matter it moved, read."""
    roles = {"secretariat"} if is_secretariat(user) else set()
    if (mine := offices_of(user)) and mine & offices_in(reorganisation):
        roles.add("department")
    if partners_of(user) - offices_of(user) and groups_of(reorganisation).filter(partner__in=partners_of(user)).exists():
        roles.add("applicant")
    return roles


def reorganisation_desks(user):
    """The secretariat's desk."""
    return {"secretariat"} if is_secretariat(user) else set()


def reorganisation_actors(reorganisation, changes):
    """All of it is the city's."""
    return {change.version: CITY for change in changes if change.by_id is not None}


def reorganisation_audience(reorganisation, who):
    """Whom a step tells: everybody of the offices of its lines; the representatives of the groups of what goes on. One query more."""
    if who == "secretariat":
        return secretariat_people()
    members = Membership.objects.valid()
    if who == "department":
        members = members.filter(partner__in=offices_in(reorganisation))
    else:
        groups = groups_of(reorganisation).values("partner")
        members = members.filter(partner__in=groups, part=Membership.Part.REPRESENTATIVE)
    return list(get_user_model().objects.filter(pk__in=members.values("user"), is_active=True))


def can_see_all(user):
    """The list of all of them is read by whoever works in the city hall; only the secretariat lays one out."""
    return user.is_authenticated and user.is_staff


def can_lay_out(user):
    """The secretariat lays a 改組 out."""
    return user.is_authenticated and is_secretariat(user)


def can_write(user, reorganisation):
    """The secretariat writes its lines and who goes where, until it is announced."""
    return can_lay_out(user) and reorganisation.may("write")
