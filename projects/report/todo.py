"""Who has to do what with a year's report: the secretariat writes it, the committee reads it, offices answer for their measures."""

from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.task_rows import OwnTask, TaskFacts
from projects.committees.models import CommitteeSeat

ANSWER = own_words("市がすすめることのふりかえりを書く")


def tasks_of(reports):
    """[TaskFacts] of these reports, which know their reviews. One query: which committees have members with an account."""
    asked = {report.committee_id for report in reports}
    seats = CommitteeSeat.objects.valid().filter(committee__in=asked, user__isnull=False)
    with_account = set(seats.values_list("committee_id", flat=True))
    return [_facts(report, with_account) for report in reports]


def _facts(report, with_account):
    in_admin = reverse("admin:projects_yearreport_change", args=[report.pk])
    committee = [f"m{report.committee_id}"] if report.committee_id in with_account else []
    waiting = {review.office_id for review in report.reviews.all() if review.office_id and not review.progress}
    own = [
        OwnTask(f"policies:{office}", "department", f"p{office}", ANSWER, reverse("report-policies", args=[report.fiscal_year]))
        for office in sorted(waiting)
        if report.may("reviews")
    ]
    return TaskFacts(
        report,
        str(report),
        {"secretariat": ["s"], "committee": committee},
        urls={"secretariat": in_admin},
        own=own,
        is_sample=report.is_sample,
    )
