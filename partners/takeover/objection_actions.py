"""違う: people of a group object to a takeover that the secretariat entered; the secretariat decides."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, conflict_of_the_past
from kyodo_portal.process.task_actions import sync_source
from partners.directory.access import can_name_for, is_writer, people_of, secretariat_people

from .access import can_answer, can_object, can_reopen
from .actions import give_up, take_up_again
from .models import Takeover
from .todo import OBJECTIONS

OBJECTED = "「違う」は、もう知らせてあります。先に書いたことは残っています。書き足すことは、事務局に連絡してください。"
OTHERS = "ほかの人が、先に「違う」と知らせています。書き足すことは、事務局に連絡してください。"
DECIDED = "この届けについては、もう決まっています。新しい内容を見てください。"
REOPENED = "この画面を開いたあとに、いちど決めたことが取り消されました。いまの内容を見てから、もう一度決めてください。"
MOVED = "決めたあとで、次の代表者が受けたか、別の引継ぎが始まりました。決めたことは、もう取り消せません。"


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


def etag_of_answer(takeover):
    """The token of the page on which the secretariat decides, or takes back what it decided."""
    return etag_of(takeover.answered_at, takeover.reopened_at)


@transaction.atomic
def answer_objection(takeover, *, by, goes_on, answer, etag=""):
    """The secretariat's decision, of which the group hears with the next notices. goes_on: the takeover holds after all; otherwise it is
    given up. etag: of `etag_of_answer` as the page was opened; "" for a page from before anything was taken back. The Takeover.

    EditConflict where it was decided otherwise, or decided and taken back, meanwhile.
    """
    row = _locked(takeover)
    if row.answered_at is not None:
        if (row.answer, row.is_waiting or row.done_at is not None) != (answer, goes_on):
            raise EditConflict(DECIDED, row.partner)
        return row
    if not can_answer(by, row):
        raise PermissionDenied
    if (etag or etag_of(None, None)) != etag_of_answer(row):
        raise conflict_of_the_past(REOPENED, row.partner)
    if not answer.strip():
        raise ValidationError({"answer": "確かめたことを書いてください。"})
    if not goes_on:
        give_up(row, by=by)
    row.answer, row.answered_at = answer, row.withdrawn_at or timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    sync_source(OBJECTIONS, row, by=by)
    words = "届けのとおりに代わります" if goes_on else "届けは取りやめました。いまの代表者のままです"
    record("dispute", by=by, target=row.partner, note=f"代表の引継ぎ：{words}", person=row.from_user)
    title = f"「{row.partner}」の代表の引継ぎ：{words}"
    tell_later(
        people_of(row.partner), about=about_answer(row), title=title, body=f"確かめたこと：{answer}", url=_page(row), by=by
    )
    return row


@transaction.atomic
def reopen_objection(takeover, *, by, etag):
    """The secretariat takes back what it decided: it waits for a decision again, the successor's invitation with it, and whoever was told
    hears so. etag: of `etag_of_answer` as the page was opened. The Takeover; the second press finds it so.

    EditConflict where somebody has decided anew meanwhile; ValidationError where the other side has moved.
    """
    row = _locked(takeover)
    if row.is_undecided and row.reopened_at is not None and can_answer(by, row):
        return row
    if not can_name_for(by, row.partner):
        raise PermissionDenied
    if etag != etag_of_answer(row):
        raise conflict_of_the_past(DECIDED, row.partner)
    if not can_reopen(by, row):
        raise ValidationError(MOVED)
    if row.withdrawn_at is not None:
        take_up_again(row, by=by)
    row.answered_at, row.reopened_at = None, timezone.now()
    row.save(update_fields=["answered_at", "reopened_at"])
    sync_source(OBJECTIONS, row, by=by)
    record("dispute", by=by, target=row.partner, note="代表の引継ぎ：決めたことを取り消した", person=row.from_user)
    title = f"訂正：「{row.partner}」の代表の引継ぎは、まだ決まっていません"
    tell_undone(
        about_answer(row),
        by=by,
        title=title,
        body="事務局が、もう一度確かめています。代表者は、まだ代わりません。",
        url=_page(row),
    )
    return row


def about_answer(takeover):
    """Of what the notices of the decision about an objection speak."""
    return f"takeover:{takeover.pk}:answered"


def _page(takeover):
    return reverse("takeover", args=[takeover.partner_id])


def _tell(takeover, people, title, body, by):
    """At once: from now on nobody accepts any more."""
    notify(people, title=title, body=body, url=_page(takeover), key=f"takeover:{takeover.pk}:objected", by=by)
