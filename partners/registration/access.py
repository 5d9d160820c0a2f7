"""Who may do what with an application. The docstring is the rule."""

from kyodo_portal.common.workflow import Actor
from kyodo_portal.process.presenters import acted_for
from partners.directory.access import (
    is_assigned,
    is_member,
    is_representative,
    is_secretariat,
    is_writer,
    people_of,
    secretariat_people,
)
from partners.directory.faces import SHAPES
from partners.directory.membership import Membership

Part = Membership.Part


def can_edit_registration(user, registration):
    """The application is written by a representative of the group."""
    return is_representative(user, registration.partner)


def can_change_files(user, registration):
    """Papers come and go while the application is a draft, or while papers are what has to be put right."""
    if not can_edit_registration(user, registration):
        return False
    if registration.may("write"):
        return True
    asked = registration.corrections.filter(field="files", resolved_at__isnull=True)
    return registration.may("correct") and asked.exists()


def can_see_files(user, registration):
    """Papers for the examination: the group and the secretariat, nobody else."""
    return is_member(user, registration.partner) or is_secretariat(user)


def registration_roles(user, registration):
    """What `user` is to an application. Staff who belong to the group do not judge it (利益相反)."""
    roles = set()
    if is_representative(user, registration.partner):
        roles.add("applicant")
    if is_member(user, registration.partner):
        return roles | {"member" if is_writer(user, registration.partner) else "viewer"}
    if is_secretariat(user):
        roles.add("secretariat")
    if is_assigned(user, registration.partner):
        roles.add("coordinator")
    return roles


def registration_desks(user):
    """At which desk of the admin somebody works on applications: the secretariat's."""
    return {"secretariat"} if is_secretariat(user) else set()


def registration_actors(registration, changes):
    """For whom each change was made: the group, or the city."""
    partner = registration.partner
    return acted_for(changes, Actor(str(registration), SHAPES[partner.kind]))


def registration_audience(registration, who):
    """Whom a step of the registration table tells."""
    if who == "applicant":
        return people_of(registration.partner, part=Part.REPRESENTATIVE)
    if who == "secretariat":
        return secretariat_people()
    return []
