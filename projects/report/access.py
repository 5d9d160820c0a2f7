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


def can_write_report(user, report=None):
    """The secretariat writes chapters and measures while the report is no finished one. Asked without a report: any at all."""
    return is_secretariat(user) and (report is None or report.may("write"))


def can_throw_away(user, report=None):
    """The secretariat throws away what it began by mistake: a draft that nobody was told of or answered in. Asked without a report: none.
    One query, two where nothing was done with it.
    """
    if report is None or not is_secretariat(user) or not report.may("write"):
        return False
    return not report.changes.exists() and not report.reviews.exclude(progress="").exists()


def can_set_reviews(user, review=None):
    """The secretariat says which measures are asked for, and whom, until the report is published."""
    return is_secretariat(user) and (review is None or review.report.may("reviews"))


def can_answer_review(user, review):
    """The office that answers for a measure, and the secretariat, until the report is published."""
    return review.report.may("reviews") and (is_secretariat(user) or review.office_id in offices_of(user))


def can_remark(user, report):
    """Who sits today in the committee that was asked, until its last day was closed."""
    return report.may("remarks") and report.committee_id in committees_of(user)


def can_edit_remark(user, remark):
    """Who wrote it, as long as remarks are asked for."""
    return remark.by_id == user.pk and can_remark(user, remark.report)


def can_answer_remark(user, report=None):
    """The secretariat enters what a committee said in its meeting, and answers, until the report is published. Without a report: any at all."""
    return is_secretariat(user) and (report is None or report.may("answers"))
