"""What letters tell of bodies, for whoever brings two of them together and for the numbers of a year: nothing of any letter."""

import datetime
import statistics
from collections import Counter
from typing import NamedTuple

from django.db.models import Count, F, Q, Value
from django.utils import timezone

from partners.directory.membership import Membership
from partners.directory.offer_models import Offer

from .message_models import Block
from .models import Request
from .workflow import RequestStatus

LOOKED_BACK = datetime.timedelta(days=365)


class LettersTell(NamedTuple):
    """`apart`: (partner, partner) of which the first takes no letters of somebody who writes for the second. `in_time`: partners
    that answered letters in the last year, and none of them late."""

    apart: frozenset[tuple[int, int]]
    in_time: frozenset[int]


def what_letters_tell():
    """The LettersTell of this moment, of all bodies. One query."""
    writers = Membership.objects.valid().filter(part__in=Membership.WRITERS)
    refused = Block.objects.order_by().filter(user__memberships__in=writers)
    late = Q(late_told_on__isnull=False) | Q(answered_at__date__gt=F("answer_by"))
    answered = (
        Request.objects.order_by()
        .filter(sent_at__gte=timezone.now() - LOOKED_BACK)
        .values("to")
        .annotate(answered=Count("answered_at"), late=Count("pk", filter=late))
        .filter(answered__gt=0, late=0)
    )
    rows = refused.values_list("partner", "user__memberships__partner").union(answered.values_list("to", Value(0)), all=True)
    apart, in_time = set(), set()
    for body, other in rows:
        if other:
            apart.add((body, other))
        else:
            in_time.add(body)
    return LettersTell(frozenset(apart), frozenset(in_time))


class LetterNumbers(NamedTuple):
    """Of the letters of some days. `states`: [(words, how many)] where they stand now; `days`: the median of calendar days to the first
    answer, None without one; `answered`, `late`: how many were answered, and how many of all later than was said; `introduced`, `real`: what
    coordinators brought together, and what of it came about; `lectures`: [(partner's name, how often one was agreed on, people)]."""

    total: int
    states: list[tuple[str, int]]
    days: int | None
    answered: int
    late: int
    introduced: int
    real: int
    lectures: list[tuple[str, int, int]]


def letters_in_numbers(first, last):
    """The LetterNumbers of what was sent from the first to the last day (dates). One query."""
    columns = (
        "status",
        "sent_at",
        "answered_at",
        "answer_by",
        "late_told_on",
        "introduced_by_id",
        "became",
        "offer__form",
        "people",
        "to__name",
    )
    rows = list(Request.objects.filter(sent_at__date__range=(first, last)).values_list(*columns, named=True))
    states = Counter(row.status for row in rows)
    days = [(_day(row.answered_at) - _day(row.sent_at)).days for row in rows if row.answered_at]
    introduced = [row for row in rows if row.introduced_by_id]
    held = Counter(row.to__name for row in rows if _is_held_lecture(row))
    people = Counter()
    for row in rows:
        people[row.to__name] += (row.people or 0) if _is_held_lecture(row) else 0
    return LetterNumbers(
        total=len(rows),
        states=[(state.label, states[state]) for state in RequestStatus if states[state]],
        days=round(statistics.median(days)) if days else None,
        answered=len(days),
        late=sum(1 for row in rows if _is_late(row)),
        introduced=len(introduced),
        real=sum(1 for row in introduced if row.became in (Request.Became.REAL, Request.Became.GOING)),
        lectures=[(name, times, people[name]) for name, times in sorted(held.items())],
    )


def _day(moment):
    return timezone.localdate(moment)


def _is_late(row):
    return bool(row.late_told_on or (row.answered_at and row.answer_by and _day(row.answered_at) > row.answer_by))


def _is_held_lecture(row):
    return row.offer__form == Offer.Form.LECTURE and row.became in (Request.Became.REAL, Request.Became.GOING)
