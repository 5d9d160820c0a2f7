"""Writing the report of a year: it is begun out of a snapshot, offices answer for their measures, members say what they think."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.models import Guideline
from guidelines.revisions.actions import open_revision
from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.process.edits import OVERTAKEN, etag_of, names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from projects.committees.remark_models import Remark
from projects.snapshots.actions import newest

from .access import can_answer_review, can_begin_report, can_edit_remark, can_remark
from .figures import figures_of
from .models import PolicyReview, ReportChapter, YearReport
from .presenters import summaries_of

ANSWER = ("progress", "did", "result", "problem", "next")  # of a PolicyReview
NO_LIST = "この年度の一覧が、まだ確定していません。先に棚卸しを確定するか、過去の一覧を読み込んでください。"
THERE_IS_ONE = "この年度のまとめは、もう始まっています。"
NO_GUIDELINE = "公開しているガイドラインがないので、改稿を始められません。"
LATE = "意見の受け付けは終わりました。"


@transaction.atomic
def open_report(fiscal_year, *, by, form_key=None, is_sample=False):
    """年のまとめを始める: a chapter for every figure that the newest version of this 年度 has, a row for every measure of the city's
    own guideline, of the office that answered for it last. Pressed twice, it stands once.

    ValidationError where the year has no version, or a report already.
    """
    if not can_begin_report(by):
        raise PermissionDenied
    form_key = form_key or uuid4()

    def make():
        snapshot = newest(fiscal_year)
        if snapshot is None:
            raise ValidationError({"fiscal_year": NO_LIST})
        if YearReport.objects.filter(fiscal_year=fiscal_year).exists():
            raise ValidationError({"fiscal_year": THERE_IS_ONE})
        report = YearReport.objects.create(
            fiscal_year=fiscal_year,
            snapshot=snapshot,
            title=f"{fiscal_label(fiscal_year)}、いっしょにできたこと",
            status=YearReport.process.start,
            is_sample=is_sample,
            created_by=by,
            form_key=form_key,
        )
        ReportChapter.objects.bulk_create(
            ReportChapter(report=report, figure=figure.code, title=figure.label, order=order)
            for order, figure in enumerate(figures_of(summaries_of(report)).values(), start=1)
        )
        PolicyReview.objects.bulk_create(_measures(report))
        record("start", by=by, target=report)
        return report

    theirs = {"fiscal_year": fiscal_year, "created_by_id": by.pk}
    return create_once(YearReport, form_key, make, theirs=theirs)


def _measures(report):
    """[PolicyReview] of every measure that the city's own guideline promises now; a policy without measures is one itself."""
    guideline = Guideline.objects.published().own().first()
    before = PolicyReview.objects.filter(report__fiscal_year__lt=report.fiscal_year).order_by("report__fiscal_year")
    offices = {(row.policy_title, row.measure): row.office_id for row in before}
    found = []
    for policy in guideline.policy_set.order_by("order", "pk") if guideline else ():
        measures = [line.strip() for line in policy.measures.splitlines() if line.strip()] or [policy.title]
        found += [(policy, measure[:500]) for measure in measures]
    return [
        PolicyReview(
            report=report,
            policy=policy,
            policy_title=policy.title,
            measure=measure,
            office_id=offices.get((policy.title, measure)),
            order=order,
        )
        for order, (policy, measure) in enumerate(found, start=1)
    ]


def answer_of(review):
    """What an office has answered for a measure, as its form holds it."""
    return {name: getattr(review, name) for name in ANSWER}


@transaction.atomic
def answer_review(review, *, by, etag, **answer):
    """What one office did about one measure. answer: the columns ANSWER.

    etag: `fields_etag(answer_of(review))` as the page was opened; EditConflict when others wrote the same since.
    """
    review = PolicyReview.objects.select_for_update().get(pk=review.pk)
    if not can_answer_review(by, review):
        raise PermissionDenied
    for name in names_to_write(etag, answer_of(review), answer, review):
        setattr(review, name, answer[name])
    review.answered_at = timezone.now()
    review.save(update_fields=[*ANSWER, "answered_at"])
    sync_tasks(review.report, by=by)
    return review


@transaction.atomic
def write_remark(report, *, by, text, form_key=None, part=None):
    """意見を書く: of the whole report, or of one of its parts (a ReportChapter or a PolicyReview). Sent twice, it stands once."""

    def make():
        locked = YearReport.objects.select_for_update().get(pk=report.pk)
        if not locked.may("remarks"):
            raise ValidationError(LATE)
        if not can_remark(by, locked):
            raise PermissionDenied
        return Remark.objects.create(committee_id=locked.committee_id, report=locked, text=text, by=by, form_key=form_key, **of)

    form_key = form_key or uuid4()
    of = {"chapter": part} if isinstance(part, ReportChapter) else {"review": part}
    theirs = {"report_id": report.pk, "by_id": by.pk}
    return create_once(Remark, form_key, make, theirs=theirs, said={"text": text})


@transaction.atomic
def edit_remark(remark, *, by, etag, text):
    """Who wrote it puts it right while remarks are asked for. etag: `etag_of(remark.text)` as the page was opened."""
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if not can_edit_remark(by, remark):
        raise PermissionDenied
    if remark.text != text and etag != etag_of(remark.text):
        raise EditConflict(OVERTAKEN, remark)
    remark.text = text
    remark.save(update_fields=["text"])
    return remark


def stamp_answer(remark):
    """The moment of the city's answer goes with it; it stays that of the first answer."""
    remark.answered_at = (remark.answered_at or timezone.now()) if remark.effect else None


@transaction.atomic
def begin_revision(sources, *, by):
    """改稿を始める out of PolicyReview or Remark rows of one kind: the city's own guideline is revised because of what they say.

    Rows that have led to a revision already keep it; where all have, that of the first is returned, so that a second press begins no second one.
    """
    kind = type(sources[0])
    rows = list(kind.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in sources]).select_related("report"))
    fresh = [row for row in rows if row.revision_id is None]
    if not fresh:
        return rows[0].revision
    guideline = Guideline.objects.published().own().first()
    if guideline is None:
        raise ValidationError(NO_GUIDELINE)
    note = "\n\n".join(_why(row) for row in fresh)[:2000]
    revision = open_revision(guideline, title=f"{fresh[0].report}から見直す"[:100], note=note, by=by)
    kind.objects.filter(pk__in=[row.pk for row in fresh]).update(revision=revision)
    return revision


def _why(row):
    if isinstance(row, Remark):
        return f"{row.committee}の意見：{row.text}"
    said = [("うまくいかなかったこと", row.problem), ("次にすること", row.next)]
    return "\n".join([f"{row.policy_title}「{row.measure}」", *(f"{label}：{text}" for label, text in said if text)])
