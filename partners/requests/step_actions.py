"""What the steps of a letter bring with them. What people write becomes a letter; the history keeps that something was said, and no word."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.office_hours import days_ahead
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_actions import sync_source
from partners.directory.desk_models import ANSWER_DAYS
from partners.directory.member_actions import end_membership, join
from partners.directory.membership import Membership
from partners.directory.models import Partner

from .guest_actions import tell_guest
from .message_actions import last_number, write_letter
from .message_models import Message
from .todo import REPORTS
from .workflow import DESK

Side = Message.Side
KNOWN = "この人は、もう団体のメンバーです。「返事を書く」から知らせてください。"


def answer_days(partner):
    """In how many 開庁日 a body answers: its desk's word, else the city's, else five. One query where its desk was not read."""
    desk = getattr(partner, "desk", None)
    return desk.answer_days if desk else the_city()["answer_days"] or ANSWER_DAYS


def chosen_by(offer, partner):
    """By which day who applies for a seat hears of it: the day that was said, else so many 開庁日 after the last one to apply."""
    return offer.answers_on or days_ahead(answer_days(partner), offer.until)


def _answer_by(request):
    if request.is_for_a_seat:
        return chosen_by(request.offer, request.to)
    return days_ahead(answer_days(request.to))


def _sent(request, **_):
    request.sent_at = timezone.now()
    request.answer_by = _answer_by(request)
    request.save(update_fields=["sent_at", "answer_by"])


def _delivered(request, **_):
    request.cause = ""
    request.save(update_fields=["cause"])
    _sent(request)


def _introduced(request, *, by, text, **_):
    write_letter(request, side=Side.COORDINATOR, by=by, text=text)
    _sent(request)


def _said(request, *, text="", note="", why="", **answers):
    """Everything that was answered but words; of those, that they were these: a second press is known by it."""
    words = text or note or why
    kept = {name: str(getattr(value, "pk", value)) for name, value in answers.items() if value not in (None, "") and name in SAFE}
    return {**kept, **({"said": etag_of(words)} if words else {})}


SAFE = ("to", "on", "part", "since", "refusal", "became", "cause")


def _before(*columns):
    """Hook.keep: these columns, how many letters there were, and how far who had read."""

    def keep(request, **_):
        values = {name: getattr(request, name) for name in columns}
        as_text = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
        read = {str(user): number for user, number in request.readers.values_list("user_id", "read_number")}
        return {"columns": as_text, "letters": last_number(request), "read": read}

    return keep


def _back(request, *, undone, **_):
    """What the step wrote on the matter is as it was, and the letter that came with it is gone, as long as nobody wrote after it.

    Nobody has read further than what is left: of the next letter people are told again.
    """
    kept, left = undone.kept, undone.kept["letters"]
    for name, value in kept["columns"].items():
        setattr(request, name, request._meta.get_field(name).to_python(value) if value is not None else None)
    if kept["columns"]:
        request.save(update_fields=[*kept["columns"]])
    came = request.letters.filter(number=left + 1, by=undone.by, at__gte=undone.at - datetime.timedelta(seconds=5))
    if last_number(request) == left + 1 and came.delete()[0]:
        request.readers.filter(read_number__gt=left).update(read_number=left)
        own, before = request.readers.filter(user=undone.by), kept["read"].get(str(undone.by_id))
        own.delete() if before is None else own.update(read_number=before)


def _write(request, *, by, words):
    """The words of a step as a letter of the side of whoever took it."""
    if words:
        side = Side.DESK if DESK in request.process.roles_of(by, request) else Side.ASKER
        write_letter(request, side=side, by=by, text=words)


def _answered(request, *, by, text="", note="", **_):
    _write(request, by=by, words=text or note)
    if request.answered_at is None:
        request.answered_at = timezone.now()
        request.save(update_fields=["answered_at"])
    tell_guest(request)


def _agreed(request, *, on=None, place="", **answers):
    request.agreed_on, request.place = on, place or request.place
    request.save(update_fields=["agreed_on", "place"])
    _answered(request, **answers)


def _not_yet_in(request, **_):
    Partner.objects.select_for_update().get(pk=request.to_id)  # two who let the same person in go one after the other
    if Membership.objects.valid().filter(user=request.by_id, partner=request.to_id).exists():
        raise ValidationError(KNOWN)


def _let_in(request, *, by, part, since, **answers):
    join(user=request.by, partner=request.to, by=by, part=part, since=since)
    _answered(request, by=by)


def _let_out(request, *, by, **answers):
    row = Membership.objects.filter(user=request.by_id, partner=request.to_id, until__isnull=True).first()
    if row is not None:
        end_membership(membership=row, by=by)
    _back(request, by=by, **answers)


def _passed_on(request, *, by, to, why="", **_):
    if why:
        write_letter(request, side=Side.NOTE, by=by, text=why)
    request.to, request.late_told_on = to, None
    request.answer_by = _answer_by(request)
    request.save(update_fields=["to", "answer_by", "late_told_on"])


def _of_whom(request, **_):
    return {**_before("answer_by", "late_told_on")(request), "to": request.to_id}


def _passed_back(request, *, undone, **answers):
    request.to = Partner.objects.get(pk=undone.kept["to"])
    request.save(update_fields=["to"])
    _back(request, undone=undone, **answers)


def _declined(request, *, refusal, **answers):
    request.refusal = refusal
    request.save(update_fields=["refusal"])
    _answered(request, **answers)


def _cancelled(request, *, by, text, **_):
    _write(request, by=by, words=text)
    tell_guest(request)


def _finished(request, *, became, **_):
    request.became = became
    request.save(update_fields=["became"])
    tell_guest(request)


def _stopped(request, *, by, cause, **_):
    request.cause = cause
    request.save(update_fields=["cause"])
    open_reports = request.reports.filter(decided_at__isnull=True)
    open_reports.update(upheld=True, decided_by=by, decided_at=timezone.now())
    sync_source(REPORTS, request, by=by)


def _reopened(request, **_):
    request.cause = request.became = ""
    request.save(update_fields=["cause", "became"])


def _closed(request, **_):
    if request.is_introduction:
        request.became = request.Became.UNKNOWN
        request.save(update_fields=["became"])


ANSWER = ("answered_at", "guest_told")
HOOKS = {
    "send": Hook(effect=_sent),
    "deliver": Hook(keep=_before("sent_at", "answer_by", "cause"), effect=_delivered),
    "introduce": Hook(keep=_before("sent_at", "answer_by"), details=_said, effect=_introduced),
    "reply": Hook(keep=_before(*ANSWER), details=_said, effect=_answered),
    "pass_on": Hook(overwrites="to", keep=_of_whom, details=_said, effect=_passed_on),
    "agree": Hook(keep=_before(*ANSWER, "agreed_on", "place"), details=_said, effect=_agreed),
    "admit": Hook(keep=_before(*ANSWER), prepare=_not_yet_in, details=_said, effect=_let_in),
    "decline": Hook(keep=_before(*ANSWER, "refusal"), details=_said, effect=_declined),
    "cancel": Hook(keep=_before("guest_told"), details=_said, effect=_cancelled),
    "finish": Hook(keep=_before("became", "guest_told"), details=_said, effect=_finished),
    "stop": Hook(keep=_before("cause"), details=_said, effect=_stopped),
    "reopen": Hook(keep=_before("cause", "became"), effect=_reopened),
    "close_silent": Hook(keep=_before("became"), effect=_closed),
    **{
        f"undo_{name}": Hook(effect=_back)
        for name in ("deliver", "introduce", "reply", "agree", "decline", "cancel", "finish", "reopen")
    },
    "undo_admit": Hook(effect=_let_out),
    "undo_pass_on": Hook(effect=_passed_back),
}
