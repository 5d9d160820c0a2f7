"""Who is what, and who may do what, with partners. `is_x` are facts, `can_x` are decisions; the docstring is the rule."""

import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from kyodo_portal.accounts.registers import Register
from kyodo_portal.common.compiled import rows_of
from kyodo_portal.common.lists.keyed import keyed

from .kind import PartnerKind
from .membership import Assignment, Membership
from .models import Partner
from .standing import Standing

Office = Partner.Office
DAYS_TO_DISPUTE = 14
Part = Membership.Part


def _valid_memberships(user):
    """Today's memberships of a user as (partner id, part, office), asked once per request."""
    if not user.is_authenticated:
        return []
    day = ("memberships", timezone.localdate())
    if day not in user.rights:
        user.rights[day] = rows_of(_memberships_on, user.pk, fixed=day[1:])
    return user.rights[day]


def _memberships_on(user, _, day):
    return Membership.objects.valid(day).filter(user_id=user).order_by().values_list("partner_id", "part", "partner__office")


def is_city_staff(user):
    """Works today in a department or in the secretariat."""
    return any(office in (Office.DEPARTMENT, Office.SECRETARIAT) for _, _, office in _valid_memberships(user))


def will_be_city_staff(user):
    """Works in a department or in the secretariat today or from a later day on. One query."""
    offices = (Office.DEPARTMENT, Office.SECRETARIAT)
    return Membership.objects.not_over().filter(user=user, partner__office__in=offices).exists()


def is_secretariat(user):
    """Works today in the secretariat, or keeps the system."""
    return user.is_active and (
        user.is_superuser or any(office == Office.SECRETARIAT for _, _, office in _valid_memberships(user))
    )


def is_city_reader(user):
    """Reads registrations and partners in the admin: everybody who works in the city hall, and the system administrator."""
    return user.is_active and (user.is_superuser or is_city_staff(user))


def secretariat_only(user):
    """404 for whoever does not work in the city hall, 403 for whoever works in another office."""
    if not is_city_reader(user):
        raise Http404
    if not is_secretariat(user):
        raise PermissionDenied


def is_coordinator(user):
    """Belongs today to a body that accompanies groups (こしゃる)."""
    return user.is_active and any(office == Office.COORDINATOR for _, _, office in _valid_memberships(user))


def is_member(user, partner):
    """Belongs to the partner today, in any part."""
    return user.is_authenticated and any(pk == partner.pk for pk, _, _ in _valid_memberships(user))


def is_writer(user, partner):
    """Belongs to the partner today and writes for it: everybody but who only reads (閲覧)."""
    return user.is_authenticated and any(
        pk == partner.pk and part in Membership.WRITERS for pk, part, _ in _valid_memberships(user)
    )


def is_representative(user, partner):
    """Represents the partner today."""
    return user.is_authenticated and any(
        pk == partner.pk and part == Part.REPRESENTATIVE for pk, part, _ in _valid_memberships(user)
    )


def offices_of(user):
    """The ids of the city offices in which the user works today."""
    return {pk for pk, _, office in _valid_memberships(user) if office in (Office.DEPARTMENT, Office.SECRETARIAT)}


def partners_of(user):
    """The ids of all partners to which the user belongs today."""
    return {pk for pk, _, _ in _valid_memberships(user)}


def written_by(user):
    """The ids of the partners for which the user writes today: without those whose matters they only read (閲覧)."""
    return {pk for pk, part, _ in _valid_memberships(user) if part in Membership.WRITERS}


def desks_of(user):
    """The ids of the offices and of the coordinators' bodies for which the user writes today, the lowest first."""
    return sorted(pk for pk, part, office in _valid_memberships(user) if office and part in Membership.WRITERS)


def represented_by(user):
    """The ids of the partners that the user represents today."""
    return {pk for pk, part, _ in _valid_memberships(user) if part == Part.REPRESENTATIVE}


def accompanied_by(user):
    """The ids of the partners that the user accompanies today, asked once per request."""
    if not user.is_authenticated:
        return set()
    day = ("assignments", timezone.localdate())
    if day not in user.rights:
        user.rights[day] = {partner for (partner,) in rows_of(_assignments_on, user.pk, fixed=day[1:])}
    return user.rights[day]


def _assignments_on(user, _, day):
    return Assignment.objects.valid(day).filter(user_id=user).order_by().values_list("partner_id")


@keyed
def _assignments_of(user):
    return _assignments_on(user, None, timezone.localdate())


# For who asks more of the same person at once.
ASSIGNMENTS = Register(
    "assignments",
    lambda user: _assignments_of(user.pk),
    lambda rows: {partner for (partner,) in rows},
)


def is_assigned(user, partner):
    """Is the coordinator who accompanies the partner today."""
    return partner.pk in accompanied_by(user)


def can_see_contact(user, partner):
    """Contact data: the group itself, the coordinator who accompanies it, the secretariat. Looks are recorded."""
    return user.is_authenticated and (is_member(user, partner) or is_secretariat(user) or is_assigned(user, partner))


def can_choose_consents(user, partner):
    """公開する項目 is a representative's, once the entry stands and also after it ended; before, the application asks for it."""
    before = (Standing.APPLYING, Standing.DECLINED, Standing.WITHDRAWN)
    return is_representative(user, partner) and partner.standing not in before and partner.is_told


def can_edit_partner(user, partner):
    """What needs no application is changed by a representative, once the entry stands and the group knows that it does (before,
    the draft is what is written)."""
    return is_representative(user, partner) and partner.stands and partner.is_told


def can_change_by_application(user, partner):
    """A change of name, kind or representative is applied for by a representative, and so is being registered: after a refusal,
    after having left or run out, and of a body that only a source lists."""
    begun = (Standing.APPLYING, Standing.REGISTERED)
    stands = partner.standing in begun and not partner.is_city
    return is_representative(user, partner) and (stands or stands_outside(partner))


def stands_outside(partner):
    """A body that is not registered and may apply to be: it never was, was refused, left, or ran out. One that went into another
    does not, nor many people under one name."""
    outside = (Standing.DECLINED, Standing.WITHDRAWN, Standing.LEFT, Standing.LISTED)
    itself = partner.merged_into_id is None and not partner.is_collective
    return partner.office == Office.NONE and itself and partner.standing in outside


def can_take_down(user, partner):
    """The secretariat takes a listing down and puts it up again, not of a city office and not of its own group."""
    return is_secretariat(user) and not partner.is_city and not is_member(user, partner)


def can_leave(user, partner):
    """A representative gives notice that a group leaves that stands in the directory; what only a source lists was never in."""
    return (
        is_representative(user, partner) and not partner.is_city and partner.standing in (Standing.REGISTERED, Standing.DORMANT)
    )


def can_take_off(user, partner):
    """The secretariat takes a group off the directory; not one of its own people (利益相反)."""
    standing = partner.standing in (Standing.REGISTERED, Standing.DORMANT)
    return is_secretariat(user) and standing and not partner.is_city and not is_member(user, partner)


def can_see_members(user, partner):
    """Who belongs to a group is for the group and the secretariat."""
    return is_member(user, partner) or is_secretariat(user)


def takes_people(partner):
    """A group outside the city hall that is not over; a body of the coordinators gets its people from the secretariat."""
    over = (Standing.LEFT, Standing.DECLINED, Standing.WITHDRAWN)
    stands = partner.standing not in over and partner.merged_into_id is None
    return partner.office == Office.NONE and not partner.is_collective and stands


def lets_people_in(partner):
    """A group that is not over; nobody becomes a part of a person, who stands there with their own name and address."""
    return takes_people(partner) and partner.kind != PartnerKind.CITIZEN


def can_hand_on(user, partner):
    """A representative names who comes after them, and invites people."""
    return takes_people(partner) and is_representative(user, partner)


def can_name_for(user, partner):
    """The secretariat does so for a group, after what the group says; not for its own people's group (利益相反)."""
    return takes_people(partner) and is_secretariat(user) and not is_member(user, partner)


def can_name_people(user, partner):
    """Who invites people of a group and names who comes after its representative."""
    return can_hand_on(user, partner) or can_name_for(user, partner)


def last_day_to_dispute(membership):
    """Until when people of the group may say that they do not know of it: 14 days after it was entered or began; None for old rows."""
    if membership.entered_at is None:
        return None
    began = max(timezone.localdate(membership.entered_at), membership.since)
    return began + datetime.timedelta(days=DAYS_TO_DISPUTE)


def can_dispute(user, membership):
    """Who wrote for the group before the other one was entered, within the days for it; nobody doubts themselves."""
    last = last_day_to_dispute(membership)
    if last is None or timezone.localdate() > last or membership.user_id == user.pk or not is_writer(user, membership.partner):
        return False
    own = Membership.objects.valid().filter(user=user, partner=membership.partner)
    return own.filter(Q(entered_at__isnull=True) | Q(entered_at__lt=membership.entered_at)).exists()


def can_decide_dispute(user, dispute):
    """The secretariat decides; not about itself and not in its own group."""
    membership = dispute.membership
    return is_secretariat(user) and membership.user_id != user.pk and not is_member(user, membership.partner)


def people_of(partner, *, part=None):
    """The active users who belong to the partner today; nobody where there is none."""
    return [] if partner is None else list(_people_of(partner.pk, parts=(part,) if part else ()))


def secretariat_people():
    """The active users of every secretariat office today."""
    return list(_secretariat_people())


def people_who_write(partner):
    """The active users who write for the partner today (代表・担当): whom letters to it reach."""
    return [] if partner is None else list(_people_of(partner.pk, parts=Membership.WRITERS, order="pk"))


@keyed
def _people_of(key, parts, order="email"):
    memberships = Membership.objects.valid().filter(partner=key)
    memberships = memberships.filter(part__in=parts) if parts else memberships
    return get_user_model().objects.filter(pk__in=memberships.values("user"), is_active=True).order_by(order)


@keyed
def _secretariat_people():
    memberships = Membership.objects.valid().filter(partner__office=Office.SECRETARIAT)
    return get_user_model().objects.filter(pk__in=memberships.values("user"), is_active=True)
