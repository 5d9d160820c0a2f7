"""Who may do what with the report of a year: the secretariat writes and publishes it, offices answer for their measures,
members of the committee that was asked say what they think."""

from kyodo_portal.common.upwards import secretariat_people
from kyodo_portal.common.workflow import CITY
from kyodo_portal.process.presenters import acted_for
from partners.directory.access import is_city_staff, is_secretariat, offices_of, people_of
from partners.models import Partner
from projects.committees.access import committees_of, members_of


def can_see_reports(user):
    """City staff, and whoever keeps the system, find every report in the admin."""
    return user.is_active and (is_city_staff(user) or is_secretariat(user))


def can_begin_report(user):
    """The secretariat begins the report of a year."""
    return is_secretariat(user)


def report_roles(user, report):
    """What the user is to the report, in the table's words."""
    roles = {"secretariat"} if is_secretariat(user) else set()
    if report.committee_id in committees_of(user):
        roles.add("committee")
    if any(review.office_id in offices_of(user) for review in report.reviews.all()):
        roles.add("department")
    return roles


def report_desks(user):
    """At which desks of the admin somebody works on reports: the secretariat, and every office for its own measures."""
    return ({"secretariat"} if is_secretariat(user) else set()) | ({"department"} if is_city_staff(user) else set())


def report_actors(report, changes):
    """For whom each change was made: always the city."""
    return acted_for(changes, CITY)


def report_audience(report, who):
    """Whom a step of the table tells."""
    if who == "committee":
        return members_of(report.committee_id) if report.committee_id else []
    if who == "department":
        offices = Partner.objects.filter(pk__in=report.reviews.values("office"))
        return [user for office in offices for user in people_of(office)]
    return secretariat_people() if who == "secretariat" else []
