"""Who asks, who reads what is asked, who answers. The docstring is the rule."""

from partners.directory.access import (
    is_assigned,
    is_city_reader,
    is_member,
    is_representative,
    is_secretariat,
    offices_of,
)
from projects.calls.offices import city_offices


def can_see_loads(user):
    """Everybody of the city hall sees what is asked of whom, before asking again."""
    return is_city_reader(user)


def offices_to_ask_for(user):
    """The QuerySet of the offices in whose name somebody may ask: one's own, for the secretariat all."""
    offices = city_offices()
    return offices if is_secretariat(user) else offices.filter(pk__in=offices_of(user))


def can_keep(user, ask):
    """The office that asked, and the secretariat, take an ask back and enter what comes by paper or telephone."""
    return is_secretariat(user) or ask.office_id in offices_of(user)


def can_see_asks(user, partner):
    """The group's people, who accompanies it, everybody of the city hall. Nobody else: it is public nowhere."""
    return is_member(user, partner) or is_assigned(user, partner) or is_city_reader(user)


def can_answer(user, asked):
    """A representative of the group answers for it, as long as the ask stands."""
    return asked.stands and is_representative(user, asked.partner)


def can_read_words(user, asked):
    """What a group says beside its answer, for instance why it cannot: itself, who accompanies it, the office that asked, the secretariat.
    Every other office sees how much is asked and what was answered."""
    return is_member(user, asked.partner) or is_assigned(user, asked.partner) or can_keep(user, asked.ask)


def can_enter_answer(user, asked):
    """Who keeps the ask enters the answer that came by paper, telephone or at the desk; not of a group that one represents."""
    return asked.stands and can_keep(user, asked.ask) and not is_representative(user, asked.partner)
