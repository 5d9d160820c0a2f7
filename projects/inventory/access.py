"""Who does what in the yearly inventory. The docstring is the rule."""

from django.contrib.auth import get_user_model

from kyodo_portal.common.workflow import CITY
from partners.directory.access import is_city_staff, is_coordinator, is_secretariat, offices_of, people_of, secretariat_people
from partners.models import Membership


def can_see_progress(user):
    """How far the offices are is read by city staff and coordinators."""
    return user.is_authenticated and (user.is_superuser or is_city_staff(user) or is_coordinator(user))


def can_run_round(user):
    """The secretariat makes rounds and reminds the silent."""
    return user.is_authenticated and is_secretariat(user)


def can_prepare_round(user, round):
    """The secretariat puts a round right that has not begun."""
    return can_run_round(user) and round.is_prepared


def can_drop_round(user, round):
    """It takes one away that never began: nobody was told of it. One query."""
    return can_prepare_round(user, round) and not round.changes.exists()


def can_read_sheet(user, sheet):
    """An office reads its own sheet, the secretariat all of them."""
    return user.is_authenticated and (is_secretariat(user) or sheet.office_id in offices_of(user))


def can_write_sheet(user, sheet):
    """Whoever may read a sheet writes it while it is to be answered and the year's numbers are not fixed."""
    return sheet.may("answer") and sheet.is_unfrozen and can_read_sheet(user, sheet)


def can_add_possibility(user):
    """City staff for their own offices, the secretariat for any."""
    return user.is_authenticated and (is_secretariat(user) or is_city_staff(user))


def can_edit_possibility(user, possibility):
    """The office whose it is, and the secretariat."""
    return user.is_authenticated and (is_secretariat(user) or possibility.office_id in offices_of(user))


def can_diagnose(user):
    """診断 is made by the secretariat or a coordinator."""
    return user.is_authenticated and (is_secretariat(user) or is_coordinator(user))


def round_roles(user, round):
    """What `user` is to a round: the secretariat, or somebody of an office that answers."""
    return {*(["secretariat"] if is_secretariat(user) else []), *(["department"] if offices_of(user) else [])}


def round_audience(round, who):
    """Whom a step of a round tells: everybody who works today in an office that is asked, or the secretariat. One query."""
    if who == "secretariat":
        return secretariat_people()
    members = Membership.objects.valid().filter(partner__in=round.sheets.values("office"))
    return list(get_user_model().objects.filter(pk__in=members.values("user"), is_active=True))


def round_actors(round, changes):
    """All of it is the city's."""
    return {change.version: CITY for change in changes if change.by_id is not None}


def round_desks(user):
    """The secretariat's desk."""
    return {"secretariat"} if is_secretariat(user) else set()


def sheet_roles(user, sheet):
    """What `user` is to a sheet: of its office, of the secretariat, or both."""
    roles = {"secretariat"} if is_secretariat(user) else set()
    return roles | ({"department"} if sheet.office_id in offices_of(user) else set())


def sheet_audience(sheet, who):
    """Whom a step of a sheet tells."""
    return people_of(sheet.office) if who == "department" else secretariat_people()


sheet_actors = round_actors


def sheet_desks(user):
    """At which desks sheets are worked on: the offices', and the secretariat's."""
    return {*(["secretariat"] if is_secretariat(user) else []), *(["department"] if offices_of(user) else [])}
