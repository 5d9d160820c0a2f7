"""Score sheets: kept as drafts, sent once, given up because of a conflict, given back by the secretariat."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import tell_later, tell_undone, unsay
from kyodo_portal.process.edits import OVERTAKEN, etag_of, is_overtaken
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from projects.proposals.access import proposal_roles
from projects.proposals.models import Proposal

from .access import can_review
from .blind import name_for_panel
from .errors import SheetClosed
from .models import Review, Score
from .plan_models import Absence, Phase, criteria_of, is_blind, marked_in, phase_of

HEARD = (
    "この画面を開いたあとに、審査が書類からヒアリングに進みました。入れた内容は残っていますが、まだ保存していません。"
    "ヒアリングの点でよいか見直して、もう一度保存してください。"
)
REASON_UP_TO = 2  # how many of the lowest points need a reason


def needs_reason(points, most):
    """Whether these points must be explained: the group hears why something was found weak."""
    return points is not None and points < min(REASON_UP_TO, most)


def _locked(proposal, by):
    """The proposal, locked against a decision at the same moment, if `by` may write a sheet about it now."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_review(by, locked):
        raise PermissionDenied
    if not locked.may("mark"):
        raise SheetClosed("審査は終わりました。審査票は、もう変えられません。", locked)
    return locked


def newest_revision(proposal, revision):
    """The ProposalRevision that was read (`revision` is its number); ValidationError where another one came since."""
    newest = proposal.revisions.order_by("-number").first()
    if newest is None or newest.number != revision:
        raise ValidationError("提案が出し直されました。新しい内容を見てから、もう一度押してください。", code="old")
    return newest


def _own_sheet(proposal, by, revision):
    """One's own sheet about the newest revision, made where there is none. An older sheet takes up the newest revision again."""
    newest, phase = newest_revision(proposal, revision), phase_of(proposal)
    if Absence.objects.filter(seat__call=proposal.call_id, seat__user=by, phase=phase).exists():
        raise SheetClosed("欠席と記録されています。まちがいのときは、事務局に知らせてください。", proposal)
    sheet, _ = Review.objects.get_or_create(proposal=proposal, reviewer=by, phase=phase, defaults={"revision": newest})
    if sheet.has_conflict:
        raise SheetClosed("「審査しません」と出してあります。変えるときは、事務局に知らせてください。", proposal)
    if sheet.submitted_at and sheet.revision_id == newest.pk:
        raise SheetClosed("審査票は、もう出してあります。変えるときは、事務局に知らせてください。", proposal)
    sheet.revision, sheet.submitted_at = newest, None
    sheet.begun_anew()
    sheet.channel, sheet.received_on, sheet.entered_by = Review.Channel.WEB, None, None
    return sheet


def sheet_values(sheet, phase):
    """{name of the form's field: value} of what a member's sheet of this phase holds, and the phase: what was written about the papers
    is none about the hearing. The phase alone where there is no sheet, and of one that was only just begun. One query.
    """
    stands = {"phase": str(phase)}
    if sheet is None or sheet.pk is None:
        return stands
    if sheet.received_on:
        stands["received_on"] = sheet.received_on
    if sheet.has_conflict:
        return stands | {"conflict": True}
    scores = sheet.scores.all()
    values = {
        "opinion": sheet.opinion,
        "advice": sheet.advice,
        **{f"points_{score.criterion_id}": score.points for score in scores},
        **{f"reason_{score.criterion_id}": score.reason for score in scores},
    }
    return stands | values if any(value not in (None, "") for value in values.values()) else stands


def refuse_overtaken(etag, sheet, written):
    """EditConflict where another page wrote into the sheet since this one was opened, or what it was opened for is closed: the papers,
    once the hearing is judged. written: {name: value} as sheet_values; etag: its token as the page was opened, None: not asked."""
    stored = sheet_values(sheet, sheet.phase)
    if etag is not None and is_overtaken(etag, stored, written):
        raise EditConflict(HEARD if stored == {"phase": Phase.HEARING} else OVERTAKEN, sheet.proposal)


@transaction.atomic
def save_draft(proposal, *, by, revision, marks, opinion="", advice="", etag=None):
    """Keep what is written so far. marks: {criterion id: (points or None, reason)}. Returns the Review.

    revision: the number of the one that was read. Raises ValidationError when it is no longer the newest, SheetClosed when nothing may be written any more.
    etag: of `sheet_values` as the page was opened; EditConflict when another page of the member saved since. None: not asked.
    """
    sheet = _own_sheet(_locked(proposal, by), by, revision)
    written = {"opinion": opinion, "advice": advice}
    written |= {f"points_{pk}": points for pk, (points, _) in marks.items()}
    written |= {f"reason_{pk}": reason for pk, (_, reason) in marks.items()}
    refuse_overtaken(etag, sheet, written)
    sheet.opinion, sheet.advice = opinion, advice
    sheet.save()
    write_marks(sheet, marks)
    return sheet


def write_marks(sheet, marks):
    """Keep the points of a sheet; marks: {criterion id: (points or None, reason)}. ValidationError for points that there are not."""
    for criterion in marked_in(criteria_of(sheet.proposal.call_id), sheet.phase):
        points, reason = marks.get(criterion.pk, (None, ""))
        if points is not None and not 0 <= points <= criterion.max_points:
            raise ValidationError(f"「{criterion.name}」の点を、並んでいるものから選び直してください。")
        Score.objects.update_or_create(review=sheet, criterion=criterion, defaults={"points": points, "reason": reason})


def sheet_gaps(sheet):
    """What keeps a draft from being sent: one sentence per criterion."""
    marks = {score.criterion_id: score for score in sheet.scores.all()}
    sentences = []
    for criterion in marked_in(criteria_of(sheet.proposal.call_id), sheet.phase):
        score = marks.get(criterion.pk)
        if score is None or score.points is None:
            sentences.append(f"「{criterion.name}」の点を選んでください。")
        elif needs_reason(score.points, criterion.max_points) and not score.reason.strip():
            sentences.append(f"「{criterion.name}」を{score.points}点にした理由を書いてください。")
    return sentences


@transaction.atomic
def submit(proposal, *, by, revision):
    """Send one's kept sheet: from now on it counts, others' sheets are shown, and it is final.

    ValidationError with one sentence per gap when it is not complete.
    """
    locked = _locked(proposal, by)
    sheet = _own_sheet(locked, by, revision)
    gaps = sheet_gaps(sheet)
    if gaps:
        raise ValidationError(gaps)
    sheet.submitted_at = timezone.now()
    sheet.save()
    record("review", by=by, target=locked, note="審査票を出した")
    sync_tasks(locked, by=by)
    unsay(about_sheet(sheet))
    return sheet


@transaction.atomic
def declare_conflict(proposal, *, by, revision, note=""):
    """Take no part in judging this proposal (除斥). What was written on the sheet is thrown away: it must not count."""
    locked = _locked(proposal, by)
    sheet = _own_sheet(locked, by, revision)
    sheet.has_conflict, sheet.conflict_note, sheet.opinion, sheet.advice = True, note, "", ""
    sheet.save()
    sheet.scores.all().delete()
    record("review", by=by, target=locked, note="利害関係があるため審査しない")
    sync_tasks(locked, by=by)
    unsay(about_sheet(sheet))
    return sheet


def about_sheet(sheet):
    """Of what the notices of giving a sheet back speak."""
    return f"sheet-back:{sheet.pk}"


def etag_of_sent(sheet):
    """The token of the page on which a sheet is given back: which sending of it was read."""
    return etag_of(sheet.submitted_at, sheet.has_conflict, sheet.revision_id)


@transaction.atomic
def give_back(sheet, *, by, reason, etag=None):
    """The secretariat gives a sent sheet, or a declared conflict, back to its writer, who is told why.

    etag: `etag_of_sent(sheet)` as the page was opened, None: not asked: a sheet that was sent anew meanwhile was not read yet.
    """
    locked = Proposal.objects.select_for_update().get(pk=sheet.proposal_id)
    sheet = Review.objects.select_for_update().get(pk=sheet.pk)
    if "secretariat" not in proposal_roles(by, locked):
        raise PermissionDenied
    if not locked.may("mark") or not (sheet.submitted_at or sheet.has_conflict):
        raise EditConflict("審査が終わったか、審査票がもう戻されています。", locked)
    if etag is not None and etag != etag_of_sent(sheet):
        raise EditConflict("この画面を開いたあとに、審査票が出し直されました。新しい審査票を見てください。", locked)
    if not reason.strip():
        raise ValidationError({"reason": "理由を書いてください。"})
    record("review", by=by, target=locked, note=f"{sheet.reviewer}の審査票を戻した：{reason}")
    sheet.was_sent_at, sheet.was_conflict = sheet.submitted_at, sheet.has_conflict
    sheet.submitted_at, sheet.has_conflict = None, False
    sheet.save()
    sync_tasks(locked, by=by)
    named = name_for_panel(locked, is_blind(locked.call))
    said = {"title": f"「{named}」の審査票をもう一度見てください", "body": reason, "url": f"/projects/review/{locked.pk}/"}
    tell_later([sheet.reviewer], about=about_sheet(sheet), by=by, **said)
    return sheet


@transaction.atomic
def stands_as_sent(sheet, *, by):
    """The secretariat takes back that it gave a sheet back: it counts as it did. EditConflict once its writer has gone on with it, or the
    review is over."""
    locked = Proposal.objects.select_for_update().get(pk=sheet.proposal_id)
    sheet = Review.objects.select_for_update().get(pk=sheet.pk)
    if "secretariat" not in proposal_roles(by, locked):
        raise PermissionDenied
    if not sheet.is_given_back and (sheet.submitted_at or sheet.has_conflict):
        return sheet
    if not locked.may("mark") or not sheet.is_given_back:
        raise EditConflict("審査が終わったか、委員がもう書き直しています。取り消せません。", locked)
    record("review", by=by, target=locked, note=f"{sheet.reviewer}の審査票を戻したことを取り消した")
    sheet.submitted_at, sheet.has_conflict = sheet.was_sent_at, sheet.was_conflict
    sheet.begun_anew()
    sheet.save()
    sync_tasks(locked, by=by)
    title = f"訂正：「{name_for_panel(locked, is_blind(locked.call))}」の審査票は、書き直さなくてよくなりました"
    body = "審査票をお戻ししたのは、まちがいでした。前に出したものが、そのまま有効です。"
    tell_undone(about_sheet(sheet), by=by, title=title, body=body, url=f"/projects/review/{locked.pk}/")
    return sheet
