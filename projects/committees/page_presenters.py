"""What everybody reads of committees: the list, one of them with its roster, meetings and the use of its remarks, one meeting."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.paging import get_page

from .meeting_models import CommitteeMeeting, MeetingPaper
from .models import CommitteeSeat, Remark
from .presenters import last_day_of
from .recruit_models import SeatCall


def for_list(committees):
    """These committees with all that a row of the list shows: `members`, `next_on`, `is_recruiting`."""
    today = timezone.localdate()
    sits = Q(seats__since__lte=today) & (Q(seats__until__isnull=True) | Q(seats__until__gte=today))
    coming = CommitteeMeeting.objects.coming().standing().filter(committee=OuterRef("pk"))
    return committees.select_related("department").annotate(
        members=Count("seats", filter=sits, distinct=True),
        next_on=Subquery(coming.values("on")[:1]),
        is_recruiting=Exists(SeatCall.objects.running().filter(committee=OuterRef("pk"))),
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
    papers: list[MeetingPaper]
    removed: list[MeetingPaper]
    minutes: str
    attendees: str
    remarks: int
    facts: dict  # of schema.org's Event


def meeting_page(meeting, *, inside):
    """The MeetingPage. inside: for city staff, with minutes and papers that are not published. Two queries."""
    papers = list(meeting.papers.order_by("pk"))
    standing = [paper for paper in papers if paper.removed_at is None and (inside or paper.is_public)]
    shows = inside or meeting.minutes_at
    remarks = Remark.objects.published().filter(meeting=meeting).count()
    begins = meeting.begins_at or meeting.on
    facts = dict(startDate=begins, endDate=meeting.ends_at, location=meeting.place, organizer=meeting.committee.name)  # noqa: C408
    return MeetingPage(
        *state_of(meeting),
        papers=standing,
        removed=[paper for paper in papers if paper.removed_at] if inside else [],
        minutes=meeting.minutes if shows else "",
        attendees=meeting.attendees if shows else "",
        remarks=remarks,
        facts=facts,
    )


def newest_said():
    """Meetings with their committee, that whose minutes or announcement came last first; `said_at`: when that was."""
    said = Coalesce("minutes_at", "announced_at")
    return CommitteeMeeting.objects.published().select_related("committee").annotate(said_at=said).order_by("-said_at", "-pk")
