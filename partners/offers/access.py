"""Who writes what a partner gives and seeks, and who sees what fits it. The docstring is the rule."""

from partners.directory.access import is_assigned, is_coordinator, is_member, is_secretariat, is_writer
from partners.directory.standing import Standing

WRITABLE = (Standing.APPLYING, Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)


def can_write_offers(user, partner):
    """代表者 and メンバー of the partner, and the secretariat on its behalf, while it stands or applies. What an applying one writes
    shows once it is registered."""
    return partner.standing in WRITABLE and (is_writer(user, partner) or is_secretariat(user))


def can_see_offers(user, partner):
    """All of them, closed ones too: the partner's people, who accompanies it, the secretariat."""
    return is_member(user, partner) or is_assigned(user, partner) or is_secretariat(user)


def can_see_all_matches(user):
    """Who fits whom in the whole city: those who bring people together."""
    return is_coordinator(user) or is_secretariat(user)
