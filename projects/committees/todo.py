"""What the secretariat has to do for committees: minutes that everybody waits for, seats whose term ends."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.process.task_rows import TaskSource

from .meeting_models import CommitteeMeeting
from .models import Committee, CommitteeSeat
from .presenters import ENDS_SOON, last_day_of


def _owing():
    return CommitteeMeeting.objects.owing_minutes()


def _minutes(meetings):
    """[Task] of these: until the minutes are published."""
    return [
        MINUTES.task(
            row,
            role="secretariat",
            party="s",
            label="会議録を公表する",
            matter=f"{row.full_title}",
            url=row.get_absolute_url(),
            due_on=row.minutes_due,
            is_sample=row.committee.is_sample,
        )
        for row in meetings.select_related("committee")
    ]


def _ending():
    """Seats of today whose committee has terms, and after which nobody's seat stands yet. Which of them end soon says `_terms`."""
    advising = Committee.objects.advising().order_by().values("pk")
    seats = CommitteeSeat.objects.valid().filter(committee__in=advising, successors__isnull=True)
    soon = timezone.localdate() + datetime.timedelta(days=ENDS_SOON)
    return seats.filter(Q(until__isnull=True) | Q(until__lte=soon))


def _terms(seats):
    """[Task] of those that end within ENDS_SOON days, or whose term ran out."""
    soon = timezone.localdate() + datetime.timedelta(days=ENDS_SOON)
    rows = [(row, last_day_of(row, row.committee)) for row in seats.select_related("committee")]
    return [
        TERMS.task(
            row,
            role="secretariat",
            party="s",
            label="任期の終わる委員の、次を決める",
            matter=f"{row.committee}：{row.name}さんの席",
            url=reverse("admin:projects_committee_change", args=[row.committee_id]),
            due_on=last,
            is_sample=row.committee.is_sample,
        )
        for row, last in rows
        if last <= soon
    ]


MINUTES = TaskSource("minutes", _owing, _minutes)
TERMS = TaskSource("seat", _ending, _terms)
