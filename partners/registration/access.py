"""Who may do what with an application. The docstring is the rule."""

import datetime

from django.utils import timezone

from kyodo_portal.accounts.helper_actions import helped_by
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
    takes_people,
)
from partners.directory.faces import SHAPES
from partners.directory.kind import PartnerKind
from partners.directory.membership import Membership
from partners.directory.standing import Standing

Part = Membership.Part
GRACE_DAYS = 30  # after its last day a registration can still be renewed, and holds; then it ends


def can_edit_registration(user, registration):
    """The application is written by a representative of the group; what came on paper or by telephone by the secretariat, and not by
    its people who belong to the group (利益相反)."""
    if registration.is_on_behalf:
        return can_file_for(user, registration.partner)
    return is_representative(user, registration.partner)


def about_of(registration):
    """The word by which a helper's code names this draft."""
    return f"registration:{registration.pk}"


def helps(user, registration):
    """Fills in the draft for its owner, by six digits, until midnight, or until who gave the digits writes it no more. One query for
    who helps with it."""
    helped = registration.may("write") and registration.pk in helped_by(user, "registration")
    return helped and type(registration).objects.helped_by(user).filter(pk=registration.pk).exists()


def can_fill_registration(user, registration):
    """Who may edit it; and who helps with the draft today, who sends nothing and throws nothing away."""
    return can_edit_registration(user, registration) or helps(user, registration)


def can_file_for(user, partner):
    """The secretariat enters for a group what it handed in on paper or said; not for a city office and not for its own group."""
    return is_secretariat(user) and not partner.is_city and not is_member(user, partner)


def stands_to_leave(partner):
    """It is registered, or pauses: what only a source lists was never in."""
    return partner.standing in (Standing.REGISTERED, Standing.DORMANT)


def can_pause(user, partner):
    """A representative gives notice that a registered group pauses."""
    return is_representative(user, partner) and not partner.is_city and partner.standing == Standing.REGISTERED


def can_resume(user, partner):
    """A representative applies for a group that pauses to go on."""
    return is_representative(user, partner) and partner.standing == Standing.DORMANT


def is_renewable(partner):
    """Its time ends soon or has ended, and the days of grace are not over. One query."""
    return (
        partner.standing == Standing.REGISTERED
        and partner.valid_until is not None
        and timezone.localdate() <= partner.valid_until + datetime.timedelta(days=GRACE_DAYS)
        and partner.renewal_is_open
    )


def can_renew(user, partner):
    """A representative renews a registration that ends soon."""
    return is_representative(user, partner) and is_renewable(partner)


def can_renew_for(user, partner):
    """The secretariat enters a renewal that came on paper or by telephone."""
    return can_file_for(user, partner) and is_renewable(partner)


def can_change_files(user, registration):
    """Papers come and go while the application is a draft, or while papers are what has to be put right; of a claim, the claimant's."""
    if registration.is_claim:
        return registration.may("evidence") and registration.created_by_id == user.pk
    if registration.may("write"):
        return can_fill_registration(user, registration)
    if not can_edit_registration(user, registration):
        return False
    asked = registration.corrections.filter(field="files", resolved_at__isnull=True)
    return registration.may("correct") and asked.exists()


def can_add_files(user, registration):
    """Who may change them; to a claim also whoever judges it, what came by letter or was handed in at the counter."""
    return can_change_files(user, registration) or can_send_letter(user, registration)


def can_see_files(user, registration):
    """Papers for the examination: the group and the secretariat, nobody else; of a claim the claimant and the secretariat."""
    if registration.is_claim:
        own = registration.created_by_id == user.pk
        return own or (is_secretariat(user) and not is_member(user, registration.partner))
    return is_member(user, registration.partner) or is_secretariat(user)


def can_claim(user, partner):
    """Whoever is signed in says to belong to a group that stands in the directory, and to which they do not; not to be a person."""
    return user.is_authenticated and takes_claims(partner) and not is_member(user, partner)


def takes_claims(partner):
    """A group of the directory, also one that only a source lists; a person speaks for themselves."""
    return takes_people(partner) and partner.stands and partner.kind != PartnerKind.CITIZEN


def can_send_letter(user, registration):
    """Whoever judges the claim, while it is not decided."""
    return registration.is_claim and registration.may("evidence") and "secretariat" in registration_roles(user, registration)


def registration_roles(user, registration):
    """What `user` is to a paper. Staff who belong to the group do not judge it, nor whoever claims to (利益相反)."""
    if registration.is_claim and registration.created_by_id == user.pk:
        return {"claimant"}
    roles = set()
    if is_representative(user, registration.partner):
        roles.add("applicant")
    if is_member(user, registration.partner):
        return roles | {"member" if is_writer(user, registration.partner) else "viewer"}
    if is_secretariat(user):
        roles |= {"secretariat", "filer"} if registration.is_on_behalf else {"secretariat"}
    if is_assigned(user, registration.partner):
        roles.add("coordinator")
    return roles


def can_check(user, registration):
    """The secretariat confirms or waives conditions while it is not decided; nobody for a group of their own."""
    return registration.may("check") and "secretariat" in registration_roles(user, registration)


def registration_desks(user):
    """At which desk of the admin somebody works on applications: the secretariat's."""
    return {"secretariat"} if is_secretariat(user) else set()


def registration_actors(registration, changes):
    """For whom each change was made: the group, whoever claims to belong to it and is no one of theirs yet, or the city."""
    partner = registration.partner
    group = Actor(str(registration), SHAPES[partner.kind])
    stranger = Actor("名乗り出た人", SHAPES[PartnerKind.CITIZEN])
    sides = {"member": group, "claimant": stranger}
    of_claim = {
        change.version: side for change in changes if change.row for role, side in sides.items() if role in change.row.roles
    }
    return acted_for(changes, group) | of_claim


def registration_audience(registration, who):
    """Whom a step of the registration table tells."""
    if who == "applicant":
        return people_of(registration.partner, part=Part.REPRESENTATIVE)
    if who == "member":
        return people_of(registration.partner)
    if who == "claimant":
        return [registration.created_by] if registration.created_by.is_active else []
    if who == "secretariat":
        return secretariat_people()
    return []
