"""Who may do what with 意見募集: the office in charge and the secretariat run a round; everybody sends, and only they read who it was."""

from django.utils import timezone

from kyodo_portal.common.upwards import secretariat_people
from kyodo_portal.common.workflow import CITY
from kyodo_portal.process.presenters import acted_for
from partners.directory.access import is_city_staff, is_secretariat, offices_of, people_of
from partners.events.access import can_write_events


def can_see_rounds(user):
    """City staff, and whoever keeps the system, find every round in the admin."""
    return user.is_active and (is_city_staff(user) or is_secretariat(user))


def runs_round(user, round):
    """Of the office in charge, or of the secretariat."""
    return user.is_active and (is_secretariat(user) or round.department_id in offices_of(user))


def can_begin_round(user):
    """Every office asks what people think of its plans."""
    return can_see_rounds(user)


def can_write_round(user, round=None):
    """Who runs a round writes it until it is announced. Asked without a round: any at all."""
    return can_see_rounds(user) if round is None else round.may("write") and runs_round(user, round)


def can_write_result(user, round):
    """Who runs a round writes the first words of its result while opinions are answered."""
    return round.may("answers") and runs_round(user, round)


def can_enter(user, round):
    """Who runs a round enters what came on paper, by fax or mail; after the last day with a reason."""
    return round.may("enter") and runs_round(user, round)


def can_answer(user, round):
    """Who runs a round splits opinions, groups points and answers them, until the result is published."""
    return round.may("answers") and runs_round(user, round)


def can_edit_opinion(user, opinion):
    """Until the last moment: whoever sent it signed in; of what was entered, who runs the round. Nothing changes once it is over."""
    if not opinion.round.takes_now:
        return False
    if opinion.channel == opinion.Channel.WEB:
        return opinion.by_id is not None and opinion.by_id == user.pk
    return runs_round(user, opinion.round)


def can_write_record(user, event):
    """Who writes the events of its host records what was said, from its beginning on; not of one that was cancelled."""
    begun = event.published_at is not None and event.cancelled_at is None and event.starts_at <= timezone.now()
    return begun and can_write_events(user, event.host)


def round_roles(user, round):
    """What the user is to the round, in the table's words."""
    roles = {"secretariat"} if is_secretariat(user) else set()
    return roles | ({"department"} if round.department_id in offices_of(user) else set())


def round_desks(user):
    """At which desks of the admin somebody works on rounds: the secretariat's, and every office's for its own."""
    return ({"secretariat"} if is_secretariat(user) else set()) | ({"department"} if is_city_staff(user) else set())


def round_actors(round, changes):
    """For whom each change was made: always the city."""
    return acted_for(changes, CITY)


def round_audience(round, who):
    """Whom a step of the table tells; of those who sent an opinion, whoever was signed in and did not withdraw it."""
    if who == "sender":
        sent = round.opinions.standing().filter(by__isnull=False, by__is_active=True).select_related("by")
        return list({opinion.by_id: opinion.by for opinion in sent}.values())
    return people_of(round.department) if who == "department" else secretariat_people()
