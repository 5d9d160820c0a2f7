"""What protects people in a thread, and what it leaves for everybody: reports, blocks, the answer that is published."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.about import parse
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, conflict_of_the_past
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_source
from partners.directory.models import Partner

from .access import can_answer_for_all, can_block, can_decide_report, can_reopen_reports, can_report, guards, judges_of
from .message_models import AbuseReport, Block, KnownAnswer
from .models import CITY, Request
from .todo import REPORTS

REPORTED = "この連絡のことは、もう知らせてあります。先に書いたことは残っています。書き足すことは、事務局に連絡してください。"
REPORTED_ANEW = "この画面を開いたあとに、知らせが増えたか、別に決められました。いまの知らせを読んでから、もう一度決めてください。"


def _held(request):
    return Request.objects.select_for_update(of=("self",)).select_related("to", "from_partner").get(pk=request.pk)


@transaction.atomic
def report(request, *, by, why):
    """Somebody of a side says that something is wrong: the secretariat and the introducer may read the thread and are told.

    One open report of one person; the second press finds it, EditConflict for other words. Returns the AbuseReport.
    """
    locked = _held(request)
    if not can_report(by, locked):
        raise PermissionDenied
    made, is_new = AbuseReport.objects.get_or_create(
        request=locked, by=by, decided_at=None, defaults={"why": why, "message": locked.letters.order_by("-number").first()}
    )
    if is_new:
        notify(
            judges_of(locked),
            title=f"{locked}に、困ったという知らせがありました",
            body="やりとりを読んで、止めるかどうかを決めてください。",
            url=locked.get_absolute_url(),
            key=f"report:{made.pk}",
            by=by,
        )
        sync_source(REPORTS, locked, by=by)
        record("edit", by=by, target=locked, note="困ったことの知らせ")
    elif made.why != why:
        raise EditConflict(REPORTED, locked)
    return made


def etag_of_reports(request):
    """The token of a page on which reports are judged: which wait, and which were decided when. One query."""
    return etag_of([list(row) for row in request.reports.order_by("pk").values_list("pk", "decided_at", "reopened_at")])


@transaction.atomic
def dismiss(request, *, by, etag):
    """The reports are answered without stopping the thread: whoever guards no longer reads it. Nothing where none is open.

    etag: of `etag_of_reports` as the page was opened. EditConflict where another report came meanwhile, or these were decided and
    taken up again.
    """
    locked = _held(request)
    waiting = locked.reports.filter(decided_at__isnull=True)
    if not can_decide_report(by, locked):
        if locked.reports.filter(decided_by=by, upheld=False).exists():
            return
        if guards(by, locked) and locked.reports.filter(decided_at__isnull=False).exists():
            raise EditConflict("この知らせは、この画面を開いたあとに、もう決められています。", locked)
        raise PermissionDenied
    if etag != etag_of_reports(locked):
        raise conflict_of_the_past(REPORTED_ANEW, locked)
    people = [row.by for row in waiting.select_related("by")]
    about = _answered(waiting)
    waiting.update(upheld=False, decided_by=by, decided_at=timezone.now())
    answer = (
        "もう終わっているやりとりなので、止めることはしません。" if locked.state.is_end else "やりとりは止めないことにしました。"
    )
    tell_later(
        people,
        about=about,
        title=f"{locked}のことで知らせてくれたことを確かめました",
        body=f"{answer}困ったことが続くときは、もう一度知らせてください。",
        url=locked.get_absolute_url(),
        by=by,
    )
    sync_source(REPORTS, locked, by=by)
    record("edit", by=by, target=locked, note="知らせを受けて、止めない")


@transaction.atomic
def reopen_reports(request, *, by, etag):
    """What was answered last without stopping the thread waits to be judged again; who was told hears so. The second press finds it so.

    etag: of `etag_of_reports` as the page was opened. EditConflict where somebody judged meanwhile; a report of somebody who has
    reported anew since stays answered: the new one waits.
    """
    locked = _held(request)
    anew = locked.reports.filter(decided_at__isnull=True)
    if not can_reopen_reports(by, locked):
        if can_decide_report(by, locked) and anew.filter(reopened_at__isnull=False).exists():
            return
        raise PermissionDenied
    if etag != etag_of_reports(locked):
        raise conflict_of_the_past(REPORTED_ANEW, locked)
    last = locked.reports.filter(upheld=False).order_by("-decided_at").first()
    answered = locked.reports.filter(upheld=False, decided_at=last.decided_at)
    about, waits = _answered(answered), list(anew.values_list("by", flat=True))
    answered.exclude(by__in=waits).update(upheld=None, decided_by=None, decided_at=None, reopened_at=timezone.now())
    title = f"訂正：{locked}のことで知らせてくれたことは、もう一度確かめています"
    tell_undone(about, by=by, title=title, body="先に「止めない」と伝えたのは、まちがいでした。", url=locked.get_absolute_url())
    sync_source(REPORTS, locked, by=by)
    record("edit", by=by, target=locked, note="「止めない」を取り消した")


def about_answered(request):
    """Of what the notice speaks by which the last reports of this thread were answered."""
    last = request.reports.filter(upheld=False).order_by("-decided_at").first()
    return _answered(request.reports.filter(upheld=False, decided_at=last.decided_at))


def _answered(reports):
    """What the notice of one press speaks of: the first of the reports that it answers."""
    return f"report-answered:{reports.order_by('pk').values_list('pk', flat=True)[0]}"


@transaction.atomic
def set_block(request, *, by, is_on):
    """The receiving group takes no letters of this person any more, or takes them again."""
    if not can_block(by, request):
        raise PermissionDenied
    if is_on:
        _, is_new = Block.objects.get_or_create(partner=request.to, user=request.by, defaults={"by": by})
        changed = is_new
    else:
        changed = bool(Block.objects.filter(partner=request.to, user=request.by).delete()[0])
    if changed:
        record("edit", by=by, target=request, note="手紙を受けない" if is_on else "手紙をまた受ける")


@transaction.atomic
def publish_answer(request, *, by, question, answer, form_key):
    """A question and its answer, written anew, stand before everybody's eyes; nothing of the thread is copied. Returns the KnownAnswer.

    What was asked about an office stands with the one that answers: the letter may have gone on since.
    """
    if not can_answer_for_all(by, request):
        raise PermissionDenied

    def make():
        made = KnownAnswer.objects.create(
            partner=request.to, about=_about_whoever_answers(request), question=question, answer=answer, form_key=form_key
        )
        record("enter", by=by, target=made)
        return made

    said = {"question": question, "answer": answer}
    return create_once(KnownAnswer, form_key, make, theirs={"partner_id": request.to_id}, said=said)


def _about_whoever_answers(request):
    asked = parse(request.about)
    is_office = asked and asked.kind == "partner" and Partner.objects.filter(pk=asked.pk, office__in=CITY).exists()
    return f"partner:{request.to_id}" if is_office else request.about
