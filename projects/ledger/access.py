"""Who enters and puts right what in the ledger. The docstring is the rule."""

from partners.directory.access import is_representative, is_secretariat, offices_of, people_of
from partners.models import Membership, Partner
from projects.entries.access import accompanies, side_of
from projects.entries.models import Participation

Side = Participation.Side


def can_enter_for(user, department):
    """A department enters its own collaborations into the ledger, and those of an office that is no more and whose work it has; the
    secretariat enters anybody's."""
    return user.is_staff and department.is_city and (is_secretariat(user) or department.pk in offices_entered_for(user))


def offices_entered_for(user):
    """{key}: the user's offices, and those that are no more and whose work came to them (改組). A query for each step back."""
    every = found = set(offices_of(user))
    while found := set(Partner.objects.filter(successor__in=found).values_list("pk", flat=True)) - every:
        every = every | found
    return every


def can_edit_entry(user, project):
    """What a ledger entry says of itself is put right by its own department or by the secretariat, not by staff of its group."""
    if not user.is_authenticated or not user.is_staff or not project.stands:
        return False
    side = side_of(user, project)
    return side == Side.CITY or (side is None and is_secretariat(user))


def window_side(user, project):
    """For which side the user names the 連絡窓口: a representative for the group, the department in charge or the secretariat for the
    city. None: for nobody."""
    if not user.is_authenticated or not project.stands:
        return None
    side = side_of(user, project)
    if side == Side.GROUP:
        return side if objecting_partner(user, project) else None
    return Side.CITY if side == Side.CITY or is_secretariat(user) else None


def can_read_windows(user, project):
    """Who is named is read by both sides, the secretariat and the coordinator who accompanies the group."""
    if not user.is_authenticated:
        return False
    return side_of(user, project) is not None or is_secretariat(user) or accompanies(user, project)


def objecting_partner(user, project):
    """The group of the entry that the user represents, or None."""
    if not user.is_authenticated:
        return None
    groups = [row.partner for row in project.taking_part() if row.side == Side.GROUP]
    return next((partner for partner in groups if is_representative(user, partner)), None)


def represented_here(partner):
    """Whether somebody who signs in can speak for the group. One query."""
    return bool(people_of(partner, part=Membership.Part.REPRESENTATIVE))


def groups_without_a_voice(user, project):
    """[Partner] of the entry that nobody represents in the portal: the secretariat enters their objections, not for an own group.
    One query."""
    if not can_decide_objection(user, project):
        return []
    groups = [row.partner for row in project.taking_part() if row.side == Side.GROUP and row.partner is not None]
    here = Membership.objects.valid().filter(partner__in=groups, part=Membership.Part.REPRESENTATIVE, user__is_active=True)
    spoken_for = set(here.values_list("partner_id", flat=True)) if groups else set()
    return [partner for partner in groups if partner.pk not in spoken_for]


def can_decide_objection(user, project):
    """The secretariat decides, unless it stands on a side of the entry itself."""
    return is_secretariat(user) and side_of(user, project) is None


def can_read_objections(user, project):
    """The department in charge and the secretariat; a group reads its own on its own page."""
    return side_of(user, project) == Side.CITY or can_decide_objection(user, project)
