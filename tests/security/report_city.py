"""Years' reports that not everybody reads yet: a draft, one that a committee reads, one that was published without a remark."""

from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee, CommitteeSeat
from projects.committees.remark_models import Remark
from projects.models import MeetingPaper, YearReport
from projects.report.actions import open_report
from tests import build
from tests.projects.report.build import counted, row


def lay_out(who, samples):
    """Addresses, as the functions of city.py return them. The member of the committee is shinsa."""
    committee = Committee.objects.create(name="見本の推進委員会")
    samples["projects.CommitteeSeat"] = CommitteeSeat.objects.create(
        committee=committee, user=who.shinsa, name="見本 委員", category="expert", since=build.days(-9)
    )
    meeting = CommitteeMeeting.objects.create(committee=committee, on=build.days(-1), agenda="CNRY-agenda")
    file = {"name": "x.pdf", "stored_as": "city-meeting", "size": 1, "content_type": "application/pdf", "sha256": "0" * 64}
    MeetingPaper.objects.create(meeting=meeting, label="資料", uploaded_by=who.jimukyoku, form_key=build.uuid4(), **file)
    addresses = ["/report/", "/report/statistics/", "/report/statistics.csv", "/admin/projects/committeemeeting/"]
    addresses += ["/committees/", committee.get_absolute_url(), meeting.get_absolute_url()]
    for year, status, words in (
        (2023, "published", "CNRY-inward"),
        (2024, "draft", "CNRY-report"),
        (2025, "opinions", "CNRY-remark"),
    ):
        counted(year, [row("見本の一覧の1行")], who.jimukyoku)
        made = open_report(year, by=who.jimukyoku)
        told = {"committee": committee, "opinions_due": build.days(9)} if status != "draft" else {"title": words}
        YearReport.objects.filter(pk=made.pk).update(status=status, **told)
        if status != "draft":
            said = {"report": made, "committee": committee, "text": words, "by": who.shinsa, "is_public": status == "opinions"}
            samples["projects.Remark"] = Remark.objects.create(**said)
        addresses += [f"/report/{year}/", f"/report/{year}/policies/", f"/report/{year}/remarks/", f"/report/{year}/tables.xlsx"]
        addresses.append(f"/admin/projects/yearreport/{made.pk}/change/")
    samples["projects.YearReport"] = made
    samples["projects.YearReportChange"] = made.changes.create(
        version=1, step="ask_opinions", from_state="draft", to_state="opinions", by=who.jimukyoku
    )
    return [*addresses, f"/report/remarks/{samples['projects.Remark'].pk}/"]
