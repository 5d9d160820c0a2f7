"""What everybody reads of committees: the list, one of them with its roster, meetings and the use of its remarks, one meeting."""

import datetime
from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.common.lists.put_together import once_a_day
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.presenters import PublicTurn

from .meeting_models import AHEAD_DAYS, CommitteeMeeting, MeetingPaper
from .models import Committee, CommitteeSeat
from .presenters import last_day_of
from .recruit_models import SeatCall
from .remark_models import Remark


@once_a_day
def listed(today):
    """The committees that everybody reads with what they are sorted and narrowed by: `members`, `next_on`."""
    sits = Q(seats__since__lte=today) & (Q(seats__until__isnull=True) | Q(seats__until__gte=today))
    coming = CommitteeMeeting.objects.coming().standing().filter(committee=OuterRef("pk"))
    return Committee.objects.published().annotate(
        members=Count("seats", filter=sits, distinct=True), next_on=Subquery(coming.values("on")[:1])
    )


def for_rows():
    """The same with all that `list_row` takes: whether members are sought at this moment too."""
    running = SeatCall.objects.running().filter(committee=OuterRef("pk"))
    return listed().select_related("department").annotate(is_recruiting=Exists(running))


class ListRow(NamedTuple):
    """Everything that the list says of one committee, as plain values."""

    pk: int
    name: str
    purpose: str
    members: int
    next_on: datetime.date | None
    department: str
    is_recruiting: bool
    is_ended: bool
    is_sample: bool


def list_row(committee):
    """The ListRow of a committee of `for_rows`. No query."""
    return ListRow(
        committee.pk,
        committee.name,
        committee.purpose,
        committee.members,
        committee.next_on,
        department=committee.department.name if committee.department else "",
        is_recruiting=committee.is_recruiting,
        is_ended=committee.ended_on is not None,
        is_sample=committee.is_sample,
    )


class Member(NamedTuple):
    """One line of the roster. `last`: the last day of the term."""

    seat: CommitteeSeat
    last: object


class MeetingRow(NamedTuple):
    """A meeting as a list shows it: `state` with its `tone` is a chip."""

    meeting: CommitteeMeeting
    state: str
    tone: str
    papers: list[MeetingPaper]


class Used(NamedTuple):
    """What became of the remarks of one year: how many, of them by what the city does, and those that were taken up."""

    label: str
    url: str
    total: int
    effects: str
    taken: list[Remark]


class CommitteePage(NamedTuple):
    """The context of templates/projects/committees/committee.html."""

    members: list[Member]
    open_share: int | None  # per cent of 公募
    coming: list[MeetingRow]
    past: list[MeetingRow]
    page: object
    used: list[Used]
    seat_calls: list[SeatCall]


def committee_page(committee, request):
    """The CommitteePage. Seven queries at most."""
    seats = list(committee.seats.valid().order_by("-is_chair", "since", "pk"))
    members = [Member(seat, last_day_of(seat, committee)) for seat in seats]
    opened = sum(seat.category == CommitteeSeat.Category.OPEN for seat in seats)
    page = get_page(committee.meetings.over(), request)
    coming, past = list(committee.meetings.coming()), list(page)
    papers = _papers([*coming, *past])
    return CommitteePage(
        members=members,
        open_share=round(opened * 100 / len(seats)) if opened else None,
        coming=[_row(meeting, papers) for meeting in coming],
        past=[_row(meeting, papers) for meeting in past],
        page=page,
        used=_used(committee),
        seat_calls=list(SeatCall.objects.running().filter(committee=committee).select_related("offer__partner")),
    )


def _papers(meetings):
    found = {}
    for paper in MeetingPaper.objects.published().filter(meeting__in=[meeting.pk for meeting in meetings]).order_by("pk"):
        found.setdefault(paper.meeting_id, []).append(paper)
    return found


def _row(meeting, papers):
    return MeetingRow(meeting, *state_of(meeting), papers.get(meeting.pk, []))


def state_of(meeting):
    """(words, tone of the chip) of how a meeting stands for everybody."""
    if meeting.cancelled:
        return "とりやめ", "warn"
    if not meeting.announced_at and not meeting.minutes_at:
        return "まだ知らせていません", "warn"
    if meeting.minutes_at:
        return "会議録あり", "ok"
    if meeting.is_over:
        return "会議録を準備しています", "quiet"
    return ("傍聴できます", "ok") if meeting.is_open else ("非公開", "quiet")


def _used(committee):
    """[Used] of the years whose report is published, the newest first. One query."""
    years = {}
    for remark in (
        Remark.objects.published().filter(committee=committee).select_related("report").order_by("-report__fiscal_year", "pk")
    ):
        years.setdefault(remark.report, []).append(remark)
    return [_year(report, remarks) for report, remarks in years.items()]


def _year(report, remarks):
    counted = Counter(remark.effect for remark in remarks)
    effects = "、".join(f"{effect.label}：{counted[effect.value]}件" for effect in Remark.Effect if counted[effect.value])
    taken = [remark for remark in remarks if remark.effect == Remark.Effect.REFLECTED]
    return Used(fiscal_label(report.fiscal_year), report.get_absolute_url(), len(remarks), effects, taken)


class MeetingPage(NamedTuple):
    """The context of templates/projects/committees/meeting.html. `removed`: papers that were taken off, for whoever keeps them."""

    state: str
    tone: str
    turn: PublicTurn | None
    papers: list[MeetingPaper]
    removed: list[MeetingPaper]
    minutes: str
    attendees: str
    remarks: int


def meeting_page(meeting, *, inside):
    """The MeetingPage. inside: for city staff, with minutes and papers that are not published. Two queries."""
    papers = list(meeting.papers.order_by("pk"))
    standing = [paper for paper in papers if paper.removed_at is None and (inside or paper.is_public)]
    shows = inside or meeting.minutes_at
    remarks = Remark.objects.published().filter(meeting=meeting).count()
    return MeetingPage(
        *state_of(meeting),
        turn=_turn_of(meeting),
        papers=standing,
        removed=[paper for paper in papers if paper.removed_at] if inside else [],
        minutes=meeting.minutes if shows else "",
        attendees=meeting.attendees if shows else "",
        remarks=remarks,
    )


def _turn_of(meeting):
    """Whose turn it is: to announce a meeting to come, or to publish the minutes of one that was held; None where nobody waits."""
    if not meeting.committee.is_public or meeting.cancelled or meeting.minutes_at:
        return None
    if not meeting.announced_at and not meeting.is_over:
        return _by(meeting.on - datetime.timedelta(days=AHEAD_DAYS), "会議を知らせる")
    return _by(meeting.minutes_due, "会議録を公表する") if meeting.announced_at and meeting.is_over else None


def _by(day, task):
    return PublicTurn(own_words("市"), task, day if day >= timezone.localdate() else None)


def newest_said():
    """Meetings with their committee, that whose minutes or announcement came last first; `said_at`: when that was."""
    said = Coalesce("minutes_at", "announced_at")
    return CommitteeMeeting.objects.published().select_related("committee").annotate(said_at=said).order_by("-said_at", "-pk")
