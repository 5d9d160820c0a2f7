"""What the rows of the access table speak of in the year's reports: one of tanto's office, and of a committee in which shinsa sits."""

from projects.committees.models import Committee, CommitteeSeat
from projects.committees.remark_models import Remark
from projects.models import PolicyReview, YearReport
from tests import build
from tests.projects.report.build import counted, row

from .world import group_of

YEAR = 2025


def _report(who, status):
    clerk = who["jimukyoku"]
    snapshot = counted(YEAR, [row("花いっぱい")], clerk)
    committee = Committee.objects.create(name="見本の推進委員会")
    CommitteeSeat.objects.create(
        committee=committee, user=who["shinsa"], name="見本 審査委員", category="expert", since=build.days(-30)
    )
    return YearReport.objects.create(
        fiscal_year=YEAR, snapshot=snapshot, title="見本のまとめ", committee=committee, opinions_due=build.days(9), status=status,
        created_by=clerk,
    )  # fmt: skip


def published_report(who):
    return [_report(who, "published").fiscal_year]


def draft_report(who):
    return [_report(who, "draft").fiscal_year]


def asked_report(who):
    return [_report(who, "opinions").fiscal_year]


def review_of_tanto(who):
    report = _report(who, "draft")
    return [PolicyReview.objects.create(report=report, policy_title="伝える", measure="広報", office=group_of(who["tanto"])).pk]


def remark_of_shinsa(who):
    report = _report(who, "opinions")
    return [Remark.objects.create(report=report, committee=report.committee, text="意見です。", by=who["shinsa"]).pk]
