"""Writing calls: last year's call as the start of a new one."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.once import create_once

from .completeness import missing_for_publication
from .models import Call, Criterion, PanelSeat, Question
from .news import announce_call

KEPT = (
    "track",
    "summary",
    "eligibility",
    "entitlement",
    "support",
    "grant_limit",
    "budget",
    "department",
    "pass_mark",
    "tell_scores",
    "publish_declined",
    "is_sample",
)


def copy_call(source, *, by, title, fiscal_year, opens_at, closes_at, form_key, with_seats=False, publish=False):
    """A new call with the questions and criteria of `source`, and with today's panel where that is asked for.

    Not published unless `publish` says so; then `source` must have what a published call needs.

    The same `form_key` twice gives the same call (double click). Times are aware datetimes.
    """
    if publish:
        missing = missing_for_publication(source, questions=source.questions.exists(), criteria=source.criteria.exists())
        if missing:
            raise ValidationError({"publish": missing})

    def make():
        call = Call.objects.create(
            title=title,
            fiscal_year=fiscal_year,
            opens_at=opens_at,
            closes_at=closes_at,
            form_key=form_key,
            published_at=timezone.now() if publish else None,
            **{name: getattr(source, name) for name in KEPT},
        )
        for row in source.questions.all():
            _copy(row, Question, call)
        for row in source.criteria.all():
            _copy(row, Criterion, call)
        # Nobody gives themselves a seat, also not by copying the call in which somebody else gave them one.
        for seat in source.seats.valid().exclude(user=by) if with_seats else ():
            PanelSeat.objects.create(call=call, user=seat.user, position=seat.position, since=timezone.localdate(opens_at))
        record("copy", by=by, target=call, note=f"もとの募集回: {source}")
        announce_call(call)
        return call

    return create_once(Call, form_key, make)


def _copy(row, model, call):
    names = [field.name for field in model._meta.concrete_fields if field.name not in ("id", "call")]
    model.objects.create(call=call, **{name: getattr(row, name) for name in names})


def a_year_later(moment):
    """The same day and time a year on; 29 February becomes 28."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28) if isinstance(moment, datetime.date) else moment
