"""Meetings of a committee are announced, cancelled, their minutes published; all of it can be taken back. Papers come and go with them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_source
from partners.events.actions import cancel_event, revive_event

from .access import can_edit_committees, members_of
from .meeting_event_actions import hide_event, show_event, write_event
from .meeting_models import AHEAD_DAYS, CommitteeMeeting, MeetingPaper
from .todo import MINUTES

MOST_PAPERS = 30
HIDDEN = "この委員会は、公開のページに出していません。先に、委員会の「公開のページに出す」にしるしを付けてください。"
OVER = "開く日がすぎています。すぎた会議は、会議録を公表してください。"
NO_OFFICE = "委員会の担当課が決まっていません。先に、委員会の「担当課」を入れてください。"
NO_TIME = "何時から何時までかと、場所が入っていません。会議の内容に書き足してから、知らせてください。"
LATE = f"開く日まで{AHEAD_DAYS}日ありません。おそく知らせるわけを書いてください。公開のページに出ます。"
NO_MINUTES = "議事のまとめが空です。会議の内容に書いてから、公表してください。"
NOT_YET = "会議がまだ終わっていません。"
STOPPED = "とりやめた会議です。"
FULL = f"資料は{MOST_PAPERS}件までです。要らないものを外してから、加えてください。"
ANNOUNCED = "この会議は、もう知らせてあります。おそく知らせるわけは、先に書かれたもののままです。直すときは、知らせを取り消して、もう一度知らせてください。"
CANCELLED = "この会議は、もうとりやめになっています。わけは、先に書かれたもののままです。直すときは、とりやめを取り消して、もう一度とりやめてください。"


def days_ahead(meeting):
    """How many days lie between today and the meeting; less than AHEAD_DAYS asks for a reason."""
    return (meeting.on - timezone.localdate()).days


def what_is_missing(meeting):
    """The sentence that says why a meeting cannot be announced now; "" where it can."""
    if not meeting.committee.is_public:
        return HIDDEN
    if days_ahead(meeting) < 0:
        return OVER
    if meeting.committee.department is None:
        return NO_OFFICE
    return "" if meeting.starts and meeting.ends and meeting.place else NO_TIME


def _held(meeting, by):
    if not can_edit_committees(by):
        raise PermissionDenied
    return (
        CommitteeMeeting.objects.select_for_update(of=("self",))
        .select_related("committee__department", "event")
        .get(pk=meeting.pk)
    )


def _written(held, by, note, *columns):
    held.save(update_fields=columns)
    record("edit", by=by, target=held.committee, note=f"{held.title}（{held.on:%Y-%m-%d}）：{note}")
    sync_source(MINUTES, held, by=by)
    return held


def about(held, what):
    """Of what the notices of a press (announced, cancelled …) about this meeting speak."""
    return f"committee-meeting:{held.pk}:{what}"


FOR_MEMBERS = {"minutes": "会議録は、画面で読めます。することはありません。"}


def _tell(held, by, words, what, *, takes_back=False):
    """Whoever sits in the committee and has an account. what: the press, the same for the one that takes it back."""
    tell_later(
        members_of(held.committee_id),
        about=about(held, what),
        takes_back=takes_back,
        title=f"{held.full_title}（{jdate(held.on)}）{words}"[:200],
        body="\n".join(filter(None, (f"場所：{held.place}" if held.place else "", FOR_MEMBERS.get(what, "")))),
        url=held.get_absolute_url(),
        by=by,
    )


def refresh_news(meeting):
    """The minutes are news while everybody reads them; of what is to come the event tells."""
    source = f"committee:{meeting.committee_id}:minutes:{meeting.pk}"
    if not (meeting.is_public and meeting.minutes_at):
        withdraw_news(source)
        return
    announce(
        kind=News.Kind.COMMITTEE,
        title=f"{meeting.full_title}の会議録を公表しました",
        summary=meeting.agenda,
        url=meeting.get_absolute_url(),
        source=source,
        keys=(),
    )


def refresh_committee(committee, *, by):
    """The secretariat shows a committee, or no longer: its news and events come and go with it. Some queries for each meeting."""
    for meeting in CommitteeMeeting.objects.filter(committee=committee).select_related("committee__department", "event"):
        refresh_news(meeting)
        sync_source(MINUTES, meeting)
        if meeting.event and not meeting.is_over:
            show_event(meeting, by=by) if committee.is_public else hide_event(meeting, by=by)
    off_the_page("site", committee.pk)


MOVES = ("on", "starts", "ends", "place", "closed_why")  # what whoever comes has to hear of


def keep_up(meeting, *, by, changed):
    """The secretariat wrote a meeting in the admin: what is published elsewhere of it says the same, its members hear of another day
    or place. changed: names of columns. In the caller's transaction."""
    refresh_news(meeting)
    sync_source(MINUTES, meeting, by=by)
    if meeting.announced_at and meeting.event and not meeting.is_over:
        write_event(meeting, by=by)
        if {*MOVES} & {*changed}:
            _tell(meeting, by, "の日時か場所が変わりました", "moved")


@transaction.atomic
def announce_meeting(meeting, *, by, late_why="", seats=None):
    """会議を知らせる: everybody reads of it, its members are told. A second press finds it so. seats: for so many listeners, who sign up.

    ValidationError where something is missing, and without `late_why` when fewer than AHEAD_DAYS are left.
    """
    held = _held(meeting, by)
    if held.announced_at:
        if held.late_why and held.late_why != late_why:
            raise EditConflict(ANNOUNCED, held)
        return held
    if missing := what_is_missing(held):
        raise ValidationError(missing)
    is_late = days_ahead(held) < AHEAD_DAYS
    if is_late and not late_why:
        raise ValidationError({"late_why": LATE})
    held.announced_at, held.late_why = timezone.now(), late_why if is_late else ""
    _written(held, by, "知らせた", "announced_at", "late_why")
    show_event(held, by=by, seats=seats if held.is_open else None)
    _tell(held, by, "を開きます", "announced")
    return held


@transaction.atomic
def take_back_announcement(meeting, *, by):
    """It was announced by mistake: nobody reads of it any more, and its members are told. What was held keeps its announcement."""
    held = _held(meeting, by)
    if not held.announced_at:
        return held
    if held.is_over:
        raise ValidationError("開く日がすぎた会議の知らせは、取り消せません。")
    held.announced_at, held.late_why, held.cancelled_at, held.cancelled_why = None, "", None, ""
    _written(held, by, "知らせを取り消した", "announced_at", "late_why", "cancelled_at", "cancelled_why")
    hide_event(held, by=by)
    off_the_page("site", held.committee_id)
    _tell(held, by, "の知らせを取り消しました", "announced", takes_back=True)
    return held


@transaction.atomic
def cancel_meeting(meeting, *, by, why):
    """とりやめる: its page stays, and says why."""
    held = _held(meeting, by)
    if held.cancelled and held.cancelled_why != why:
        raise EditConflict(CANCELLED, held)
    if held.cancelled or not held.announced_at:
        return held
    if held.is_over:
        raise ValidationError(OVER)
    held.cancelled_at, held.cancelled_why = timezone.now(), why
    _written(held, by, "とりやめた", "cancelled_at", "cancelled_why")
    if held.event and not held.event.is_cancelled:
        cancel_event(held.event, by=by, why=why)
    _tell(held, by, "をとりやめます", "cancelled")
    return held


@transaction.atomic
def hold_after_all(meeting, *, by):
    """とりやめたことを取り消す."""
    held = _held(meeting, by)
    if held.cancelled:
        held.cancelled_at, held.cancelled_why = None, ""
        _written(held, by, "とりやめを取り消した", "cancelled_at", "cancelled_why")
        if held.event:
            revive_event(held.event, by=by)
        if not held.is_over:
            _tell(held, by, "は、予定のとおり開きます", "cancelled", takes_back=True)
    return held


@transaction.atomic
def publish_minutes(meeting, *, by):
    """会議録を公表する: everybody reads who came and what was said. A second press finds it so."""
    held = _held(meeting, by)
    if held.minutes_at:
        return held
    said = {
        HIDDEN: not held.committee.is_public,
        STOPPED: held.cancelled,
        NOT_YET: days_ahead(held) > 0,
        NO_MINUTES: not held.minutes,
    }
    if wrong := next((words for words, is_so in said.items() if is_so), ""):
        raise ValidationError(wrong)
    held.minutes_at = timezone.now()
    _written(held, by, "会議録を公表した", "minutes_at")
    refresh_news(held)
    _tell(held, by, "の会議録を公表しました", "minutes")
    return held


@transaction.atomic
def withdraw_minutes(meeting, *, by):
    """会議録の公表をやめる: it waits for its minutes again."""
    held = _held(meeting, by)
    if held.minutes_at:
        held.minutes_at = None
        _written(held, by, "会議録の公表をやめた", "minutes_at")
        title = f"訂正：{held.full_title}（{jdate(held.on)}）の会議録は、公表をやめました"
        tell_undone(about(held, "minutes"), by=by, title=title[:200], body="することはありません。", url=held.get_absolute_url())
        refresh_news(held)
        off_the_page("site", held.committee_id)
    return held


@files_first("file")
@transaction.atomic
def add_paper(meeting, *, by, file, form_key, label, is_public):
    """Keep one accepted upload (common.files.Accepted) with a meeting. Sent twice with one key, it stands once."""

    def make():
        held = _held(meeting, by)
        if held.papers.standing().count() >= MOST_PAPERS:
            raise ValidationError(FULL)
        made = keep_file(MeetingPaper, file, by=by, form_key=form_key, meeting=held, label=label, is_public=is_public)
        record("edit", by=by, target=held.committee, note=f"{held.title}（{held.on:%Y-%m-%d}）：資料 {made.pk}を加えた")
        return made

    return create_once(MeetingPaper, form_key, make, theirs={"uploaded_by_id": by.pk})


@transaction.atomic
def remove_paper(paper, *, by):
    """外す: nobody fetches it any more. A second press finds it so."""
    held = _held(paper.meeting, by)
    row = held.papers.standing().filter(pk=paper.pk).first()
    if row is not None:
        row.removed_at, row.removed_by = timezone.now(), by
        row.save(update_fields=["removed_at", "removed_by"])
        record("edit", by=by, target=held.committee, note=f"{held.title}（{held.on:%Y-%m-%d}）：資料 {row.pk}を外した")
        off_the_page("site", held.committee_id)


@transaction.atomic
def put_paper_back(paper, *, by):
    """外した資料を戻す."""
    held = _held(paper.meeting, by)
    if held.papers.filter(pk=paper.pk, removed_at__isnull=False).update(removed_at=None, removed_by=None):
        record("edit", by=by, target=held.committee, note=f"{held.title}（{held.on:%Y-%m-%d}）：資料 {paper.pk}を戻した")
