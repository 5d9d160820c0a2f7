"""Who is what to a 引継ぎ, and who may do what with it. The docstring is the rule."""

from kyodo_portal.common.workflow import CITY, Actor
from partners.directory.access import (
    is_member,
    is_representative,
    is_secretariat,
    people_of,
    represented_by,
    secretariat_people,
)
from partners.directory.faces import SHAPES
from partners.models import Membership
from projects.entries.models import Participation

Side = Participation.Side


def handover_roles(user, handover):
    """What `user` is to it. A giver stays one while they belong to the body or work in the city; a taker from being named on.

    "head" are the representatives of the body: they name who comes, also after themselves.
    """
    roles = set()
    there = is_member(user, handover.partner)
    if user.pk == handover.giver_id and (there or (user.is_staff and handover.side == Side.CITY)):
        roles.add("giver")
    if user.pk == handover.taker_id:
        roles.add("taker")
    if there:
        roles.add("member")
    if is_representative(user, handover.partner):
        roles.add("head")
    if is_secretariat(user):
        roles.add("secretariat")
    return roles


def handover_desks(user):
    """At which desks of the admin somebody sees to 引継ぎ: the heads of offices, and the secretariat."""
    desks = {"head"} if user.is_staff and represented_by(user) else set()
    return desks | ({"secretariat"} if is_secretariat(user) else set())


def handover_actors(handover, changes):
    """For whom each change was made: the city, or the group whose people they are."""
    actor = CITY if handover.side == Side.CITY else Actor(handover.partner.name, SHAPES[handover.partner.kind])
    return {change.version: actor for change in changes if change.by_id is not None}


def handover_audience(handover, role):
    """Whom a step of the table tells."""
    if role == "head":
        return people_of(handover.partner, part=Membership.Part.REPRESENTATIVE)
    if role == "secretariat":
        return secretariat_people()
    person = {"giver": handover.giver, "taker": handover.taker}.get(role)
    return [person] if person is not None and person.is_active else []


def can_write_sheets(user, handover):
    """The giver writes until it is handed over; where they are gone, or nobody is named, the body's representatives do."""
    roles = handover_roles(user, handover)
    return handover.may("write") and bool(roles & {"giver", "head"})


def can_note_meeting(user, handover):
    """When both sides have met is noted by giver, taker and representatives, also after it is done."""
    return handover.may("meet") and bool(handover_roles(user, handover) & {"giver", "taker", "head"})


def can_see_all_moves(user):
    """The list of everybody who moves on one day is the secretariat's."""
    return is_secretariat(user)
