"""What the secretariat should know of a committee: terms that ran out or run long, too many seats, too few from the public call."""

import calendar
import datetime

from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate

from .models import CommitteeSeat

ENDS_SOON = 60  # days


def warnings_of(committee):
    """[sentence] about the seats of today; [] where all is well. Internal meetings have no terms. One query."""
    if committee.nature != committee.Nature.ADVISORY or committee.ended_on:
        return []
    today = timezone.localdate()
    seats = list(committee.seats.valid(today))
    said = [sentence for seat in seats if (sentence := _of_seat(seat, committee, today))]
    if committee.seats_limit and len(seats) > committee.seats_limit:
        said.append(f"いまの委員は{len(seats)}人で、定数の{committee.seats_limit}人を超えています。")
    opened = sum(seat.category == CommitteeSeat.Category.OPEN for seat in seats)
    if seats and opened * 100 < committee.open_goal * len(seats):
        said.append(f"公募の委員は{len(seats)}人のうち{opened}人で、目標の{committee.open_goal}％に届いていません。")
    return said


def last_day_of(seat, committee):
    """The last day of a seat: what it says, otherwise what its committee's term comes to."""
    return seat.until or _months_later(seat.since, committee.term_months)


def _of_seat(seat, committee, today):
    last = last_day_of(seat, committee)
    if seat.until is None and last < today:
        return f"{seat.name}さんの席は、任期の{committee.term_months}か月をすぎています。続けるなら新しい席を、やめたなら「いつまで」を入れてください。"
    if (last - today).days <= ENDS_SOON:
        return f"{seat.name}さんの任期は、{jdate(last)}までです。"
    return ""


def _months_later(day, months):
    """The last day of a term of so many months that begins on this day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, length)) - datetime.timedelta(days=1)
