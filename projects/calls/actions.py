"""Writing calls: last year's call as the start of a new one."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.upwards import call_copied
from kyodo_portal.process.once import create_once

from .completeness import missing_for_publication
from .models import Call
from .news import announce_call
from .panel_models import PanelSeat
from .question_models import Question

KEPT = (
    "track", "summary", "eligibility", "kinds", "entitlement", "before", "support", "grant_limit", "budget", "tell_left", "rate_num",
    "rate_den", "round_to", "asks_plan", "briefing_place", "department", "pass_mark", "tell_scores", "publish_declined", "is_sample",
)  # fmt: skip


def copy_call(source, *, by, title, fiscal_year, days, form_key, with_seats=False, publish=False):
    """A new call with the questions, criteria, themes and costs of `source`, judged as that one was (`upwards.call_copied`), and with
    today's panel where that is asked for.

    days: {name of days.DAYS: day or aware moment}, those of the new call.

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
            form_key=form_key,
            published_at=timezone.now() if publish else None,
            **days,
            **{name: getattr(source, name) for name in KEPT},
        )
        _copy_questions(source, call)
        criteria = {row.pk: _copy(row, call) for row in source.criteria.all()}
        for row in (*source.themes.all(), *source.costs.all()):
            _copy(row, call)
        call_copied(source, call, criteria=criteria)
        # Nobody gives themselves a seat, also not by copying the call in which somebody else gave them one.
        for seat in source.seats.valid().exclude(user=by) if with_seats else ():
            PanelSeat.objects.create(call=call, user=seat.user, position=seat.position, since=timezone.localdate(call.opens_at))
        record("copy", by=by, target=call, note=f"もとの募集回: {source}")
        announce_call(call)
        return call

    return create_once(Call, form_key, make)


def _copy_questions(source, call):
    """The questions, those that hang on another's answer on the copy of that one."""
    copies = {}
    for row in source.questions.order_by("pk"):
        copies[row.pk] = _copy(row, call, only_if=None, only_if_answer="")
    for row in source.questions.exclude(only_if=None):
        Question.objects.filter(pk=copies[row.pk].pk).update(only_if=copies[row.only_if_id], only_if_answer=row.only_if_answer)


def _copy(row, call, **other):
    names = [field.name for field in row._meta.concrete_fields if field.name not in ("id", "call", *other)]
    return type(row).objects.create(call=call, **{name: getattr(row, name) for name in names}, **other)
