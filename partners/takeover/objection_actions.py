"""違う: people of a group object to a takeover that the secretariat entered; the secretariat decides."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_source
from partners.directory.access import is_writer, people_of, secretariat_people

from .access import can_answer, can_object
from .actions import give_up
from .models import Takeover
from .todo import OBJECTIONS

OBJECTED = "「違う」は、もう知らせてあります。先に書いたことは残っています。書き足すことは、事務局に連絡してください。"
OTHERS = "ほかの人が、先に「違う」と知らせています。書き足すことは、事務局に連絡してください。"
DECIDED = "この届けについては、もう決まっています。新しい内容を見てください。"


def _locked(takeover):
    return Takeover.objects.select_for_update(of=("self",)).select_related("partner").get(pk=takeover.pk)


@transaction.atomic
def object_to(takeover, *, by, text):
    """Somebody of the group says that it is wrong: nobody can accept until the secretariat has decided. The Takeover.

    The second press finds it so; EditConflict for other words."""
    row = _locked(takeover)
    if row.objected_at is not None and row.objected_by_id == by.pk:
        if row.objection != text:
            raise EditConflict(OBJECTED, row.partner)
        return row
    if row.objected_at is not None and is_writer(by, row.partner):
        raise EditConflict(OTHERS, row.partner)
    if not can_object(by, row):
        raise PermissionDenied
    row.objected_by, row.objected_at, row.objection = by, timezone.now(), text
    row.save(update_fields=["objected_by", "objected_at", "objection"])
    record("dispute", by=by, target=row.partner, note="代表の引継ぎに「違う」", person=row.from_user)
    sync_source(OBJECTIONS, row, by=by)
    title = f"「{row.partner}」の代表の引継ぎに、団体の人から「違う」と知らせがありました"
    _tell(row, [*people_of(row.partner), *secretariat_people()], title, "事務局が確かめるまで、代表者は代わりません。", by)
    return row


@transaction.atomic
def answer_objection(takeover, *, by, goes_on, answer):
    """The secretariat's decision. goes_on: the takeover holds after all; otherwise it is given up. The Takeover."""
    row = _locked(takeover)
    if row.answered_at is not None:
        if (row.answer, row.is_waiting or row.done_at is not None) != (answer, goes_on):
            raise EditConflict(DECIDED, row.partner)
        return row
    if not can_answer(by, row):
        raise PermissionDenied
    if not answer.strip():
        raise ValidationError({"answer": "確かめたことを書いてください。"})
    row.answer, row.answered_at = answer, timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    if not goes_on:
        give_up(row, by=by)
    sync_source(OBJECTIONS, row, by=by)
    words = "届けのとおりに代わります" if goes_on else "届けは取りやめました。いまの代表者のままです"
    record("dispute", by=by, target=row.partner, note=f"代表の引継ぎ：{words}", person=row.from_user)
    _tell(row, people_of(row.partner), f"「{row.partner}」の代表の引継ぎ：{words}", f"確かめたこと：{answer}", by)
    return row


def _tell(takeover, people, title, body, by):
    key = f"takeover:{takeover.pk}:{'answered' if takeover.answered_at else 'objected'}"
    notify(people, title=title, body=body, url=reverse("takeover", args=[takeover.partner_id]), key=key, by=by)
