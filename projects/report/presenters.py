"""What the pages of a year's report show: its chapters with figures and remarks, all years side by side, what became of each measure."""

from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words
from projects.committees.models import Committee, CommitteeSeat
from projects.committees.remark_models import Remark
from projects.ledger.yearly import Year, last_years
from projects.snapshots.models import PublishedYear, Snapshot

from .figures import Figure, Key, figures_of, numbers_of
from .models import PolicyReview, ReportChapter, YearReport

YEARS = 5  # of the figures that show several


class ChapterPage(NamedTuple):
    """One chapter as it is read."""

    chapter: ReportChapter
    figure: Figure | None
    remarks: list[Remark]


class Asked(NamedTuple):
    """The committee that was asked, and how many sat in it then."""

    committee: Committee
    members: int


class ReportPage(NamedTuple):
    """The context of templates/projects/report/report.html. `corrected`: the version that its figures are of, if it is no first one."""

    report: YearReport
    numbers: list[Key]
    chapters: list[ChapterPage]
    remarks: list[Remark]
    asked: Asked | None
    reviews: int
    has_list: bool
    corrected: Snapshot | None
    unanswered: int


def summaries_of(report):
    """The SUMMARY of the report's year and of the four before, the oldest first, each as it stood when the figures were read. One query."""
    then = Snapshot.objects.filter(at__lte=report.figures_at)
    last = then.filter(fiscal_year=OuterRef("fiscal_year")).order_by("-version").values("pk")[:1]
    former = then.filter(fiscal_year__lt=report.fiscal_year, fiscal_year__gt=report.fiscal_year - YEARS, pk=Subquery(last))
    former = former.exclude(source=Snapshot.Source.WITHDRAWN).order_by("fiscal_year")
    return [*former.values_list("summary", flat=True), report.snapshot.summary]


def report_page(report, *, drafts):
    """The ReportPage. drafts: remarks that wait for their answer, or are not to be published, are shown too. Seven queries, one more of drafts."""
    summaries = summaries_of(report)
    figures, of_chapter, of_all = figures_of(summaries), {}, []
    for remark in report.remarks.select_related("committee", "revision").filter(review__isnull=True).order_by("pk"):
        if drafts or remark.is_public:
            (of_chapter.setdefault(remark.chapter_id, []) if remark.chapter_id else of_all).append(remark)
    chapters = [
        ChapterPage(chapter, figures.get(chapter.figure), of_chapter.get(chapter.pk, [])) for chapter in report.chapters.all()
    ]
    return ReportPage(
        report,
        numbers_of(summaries),
        chapters,
        of_all,
        _asked(report),
        report.reviews.count(),
        PublishedYear.objects.filter(fiscal_year=report.fiscal_year).exists(),
        report.snapshot if report.snapshot.version > 1 else None,
        report.remarks.unanswered().count() if drafts else 0,
    )


def _asked(report):
    if report.committee is None:
        return None
    return Asked(report.committee, CommitteeSeat.objects.valid(report.opinions_due).filter(committee=report.committee).count())


class StatisticsPage(NamedTuple):
    """The context of templates/projects/report/statistics.html. `live`: years that are not frozen yet, counted today."""

    numbers: list[Key]
    figures: list[Figure]
    newest: int | None
    years: list[tuple]
    live: list[Year]


def statistics_page():
    """The StatisticsPage of all years that everybody reads. Four queries."""
    rows = Snapshot.objects.published().order_by("fiscal_year").values_list("summary", "version", "source")
    summaries = [summary for summary, _, _ in rows]
    last = max((summary["year"] for summary in summaries), default=0)
    live = [year for year in last_years(after=last) if year.fiscal_year > last]
    if not summaries:
        return StatisticsPage([], [], None, [], live)
    years = [(summary, version, source == Snapshot.Source.LIST) for summary, version, source in rows]
    figures = figures_of(summaries[-YEARS:])
    return StatisticsPage(numbers_of(summaries[-YEARS:]), [*figures.values()], summaries[-1]["year"], years[::-1], live)


class Measure(NamedTuple):
    """One measure as it is read. `former`: what was said of it the year before, or None; `may_answer`: the reader's own to write."""

    review: PolicyReview
    former: PolicyReview | None
    remarks: list[Remark]
    may_answer: bool


class PolicyPart(NamedTuple):
    """The measures of one policy."""

    title: str
    measures: list[Measure]


class PoliciesPage(NamedTuple):
    """The context of templates/projects/report/policies.html. `counts`: [(words of the progress, how many)]."""

    report: YearReport
    parts: list[PolicyPart]
    counts: list[tuple[str, int]]
    waiting: int


def policies_page(report, *, may_answer, drafts):
    """The PoliciesPage. may_answer: f(review); drafts: remarks without an answer are shown too. Four queries."""
    reviews = list(report.reviews.select_related("office", "revision").order_by("order", "pk"))
    before = YearReport.objects.published().filter(fiscal_year__lt=report.fiscal_year).newest_first().first()
    former = {(row.policy_title, row.measure): row for row in before.reviews.all()} if before else {}
    remarks = {}
    for remark in report.remarks.select_related("committee", "revision").filter(review__isnull=False).order_by("pk"):
        if drafts or remark.is_public:
            remarks.setdefault(remark.review_id, []).append(remark)
    parts = {}
    for review in reviews:
        measure = Measure(
            review, former.get((review.policy_title, review.measure)), remarks.get(review.pk, []), may_answer(review)
        )
        parts.setdefault(review.policy_title, []).append(measure)
    counts = [(label, sum(row.progress == code for row in reviews)) for code, label in PolicyReview.Progress.choices]
    return PoliciesPage(
        report,
        [PolicyPart(title, measures) for title, measures in parts.items()],
        [(label, count) for label, count in counts if count],
        sum(not row.progress for row in reviews),
    )


class RemarkPart(NamedTuple):
    """A part of the report of which something can be said. `key`: "c12" of a chapter, "r7" of a measure."""

    key: str
    label: str
    part: ReportChapter | PolicyReview


def parts_of(report):
    """[RemarkPart] of a report, chapters first. Two queries."""
    chapters = [RemarkPart(f"c{row.pk}", f"章：{row.title}", row) for row in report.chapters.all()]
    reviews = report.reviews.order_by("order", "pk")
    return chapters + [RemarkPart(f"r{row.pk}", f"取組：{row.measure}"[:80], row) for row in reviews]


def counted_years(*, begun):
    """The 年度 that were counted, the newest first; those of which a report was begun only where `begun`. One query."""
    counted = Snapshot.objects.newest()
    if not begun:
        counted = counted.exclude(fiscal_year__in=YearReport.objects.values("fiscal_year"))
    return list(counted.order_by("-fiscal_year").values_list("fiscal_year", flat=True))


class SaidRemark(NamedTuple):
    """One remark as the members of its committee read it: of which part, and whether it is the reader's own."""

    remark: Remark
    of: str
    is_own: bool


def said_so_far(report, user):
    """[SaidRemark] of all that the committee has said of this report. One query."""
    rows = (
        report.remarks.filter(committee=report.committee_id)
        .select_related("chapter", "review", "committee", "revision")
        .order_by("pk")
    )
    return [SaidRemark(row, str(row.chapter or row.review or "全体"), row.by_id == user.pk) for row in rows]


def figures_in(report):
    """The figures that a report has in its chapters, in their order. Two queries."""
    figures, shown = figures_of(summaries_of(report)), {chapter.figure for chapter in report.chapters.all()}
    return [figure for code, figure in figures.items() if code in shown]


def report_tables(report):
    """[(name of the sheet, header, rows)] of its figures, with what each counts. Two queries."""
    return [
        (figure.label, figure.table.columns, [*figure.table.rows, (), *((text,) for text in figure.says)])
        for figure in figures_in(report)
    ]


def measures_for(office):
    """(the newest YearReport that asks this office, how many of its measures it has answered, of how many); None where none does.
    One query, one more where one does."""
    asked = PolicyReview.objects.filter(office=office, report__status__in=YearReport.process.opening("reviews"))
    newest = asked.select_related("report").order_by("-report__fiscal_year").first()
    if newest is None:
        return None
    mine = asked.filter(report=newest.report)
    counts = mine.aggregate(every=Count("pk"), waiting=Count("pk", filter=Q(progress="")))
    return newest.report, counts["every"] - counts["waiting"], counts["every"]


YEAR_COLUMNS = (
    "年度", "年度（西暦）", "版", "件数", "のべ（形）", "のべ（相手）", "支援", "数えない", "新規", "継続", "継続率（％）", "参加した人（のべ）",
    "人数が不明の件数", own_words("市の負担（円）"), own_words("市の負担が不明の件数"),
)  # fmt: skip


def year_rows():
    """A line of YEAR_COLUMNS for every published year, the oldest first. One query."""
    for summary, version in Snapshot.objects.published().order_by("fiscal_year").values_list("summary", "version"):
        flow, people, city = summary["flow"], summary["people"], summary["money"]["city"]
        yield (
            fiscal_label(summary["year"]), summary["year"], version, summary["count"], summary["forms_total"], summary["kinds_total"],
            summary["counted"]["support"], summary["counted"]["no"], flow["new"], flow["continued"], flow["rate"], people["sum"],
            people["unknown"], city["sum"], city["unknown"],
        )  # fmt: skip


class RevisionSources(NamedTuple):
    """What made the city begin a revision of its guideline."""

    reviews: list[PolicyReview]
    remarks: list[Remark]


def sources_of_revision(revision):
    """The RevisionSources of a revision; both empty for most. Two queries."""
    if revision is None:
        return RevisionSources([], [])
    return RevisionSources(
        list(revision.reviews.select_related("report")), list(revision.remarks.select_related("report", "committee"))
    )


def newest_report_about(policies):
    """The newest published YearReport in which offices answered for one of these policies, or None. One query."""
    asked = PolicyReview.objects.filter(policy__in=[policy.pk for policy in policies]).values("report")
    return YearReport.objects.published().filter(pk__in=asked).newest_first().first()
