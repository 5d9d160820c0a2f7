"""What is done to a call that everybody could read: changed before everybody's eyes, withdrawn, opened again; one group let in late."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdatetime
from kyodo_portal.notices.later_actions import tell_later, unsay
from kyodo_portal.notices.models import Notice
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, NoLonger, conflict_of_the_past
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_matters
from partners.directory.access import people_of

from .access import can_edit_calls
from .change_models import STANDING, CallChange, LateAdmission, as_told
from .models import Call
from .news import announce_call, announce_change, no_change
from .promises import affected_by

MOVED = (
    "この画面を開いたあとに、この募集は取りやめられたか、もう一度始められています。いまの内容を見て、もう一度確かめてください。"
)


def announce(call, changes, *, by, reason):
    """Keep what a call promised before, and tell every group that has written for it. `changes`: [promises.Change].

    Called in the transaction that saves the call. Queries: one for the rows, and those of the notices.
    """
    rows = [
        CallChange(call=call, label=change.label, former=change.former, new=change.new, reason=reason, by=by)
        for change in changes
    ]
    rows = CallChange.objects.bulk_create(rows)
    _tell_net(call, rows, reason, by)
    _announce(call, rows[0], f"「{call}」の募集の内容が変わりました")


def _announce(call, change, title):
    """News, once it is told; not of what was put back before, nor of what puts it back. Two queries, and those of the news."""
    recent = [row for row in call.changes.all() if timezone.now() - row.at < 2 * waiting_time()]
    stands = {row.pk for row in as_told(recent)}
    no_change(call, [row for row in recent if row.pk not in stands])
    if change.pk in stands or not recent:
        announce_change(call, change, title)


def _tell_net(call, rows, reason, by):
    """What was changed and what nobody was told of yet is told as one: from what groups have read to what stands now. What was
    put back within these minutes is told nobody."""
    about, net = f"call-change:{call.pk}", {}
    waiting = Notice.objects.of_event(about).waiting().exists()
    for row in _untold(call) if waiting else rows:
        net[row.label] = (net.get(row.label, (row.former,))[0], row.new)
    said = [
        f"{label}\n前：{former or '（なし）'}\nこれから：{new or '（なし）'}"
        for label, (former, new) in net.items()
        if former != new
    ]
    if said:
        until = f"{jdatetime(call.closes_at)}までに出してください" if call.is_open else "受付の日を確かめてください"
        now = f"書きかけの提案書は、新しい内容に合うか確かめて、{until}。出した提案は、そのまま受け付けています。"
        _tell(call, f"「{call}」の募集の内容が変わりました", said, reason, by, about=about, now=now)
    else:
        unsay(about)


def _untold(call):
    """[CallChange], the oldest first, of which each came before the one ahead of it was told. One query."""
    found, edge = [], timezone.now()
    for row in call.changes.exclude(label=STANDING).order_by("-pk")[:100]:
        if edge - row.at > waiting_time():
            break
        found.append(row)
        edge = row.at
    return found[::-1]


def _tell(call, title, said, reason, by, *, about, now, takes_back=False):
    """Everybody of the groups that have a draft, and of those whose proposal is under way. now: what they can do."""
    affected = affected_by(call)
    people = {user.pk: user for partner in {*affected.drafting, *affected.under_way} for user in people_of(partner)}
    body = "\n\n".join([*said, *([f"理由：{reason}"] if reason else []), now])
    told = {"title": title, "body": body, "url": call.get_absolute_url()}
    tell_later(people.values(), about=about, takes_back=takes_back, by=by, **told)


def _tell_standing(call, title, reason, by):
    """Withdrawn and begun anew: within some minutes nobody hears of either."""
    now = "することはありません。書いたものは、そのまま残っています。"
    if call.withdrawn_at is None:
        now = (
            f"提案書は、{jdatetime(call.closes_at)}まで出せます。"
            if call.is_open
            else "受付の日を、募集のページで確かめてください。"
        )
    _tell(call, title, [], reason, by, about=about_standing(call), now=now, takes_back=True)


def about_standing(call):
    """Of what the notices of withdrawing a call and beginning it anew speak."""
    return f"call-standing:{call.pk}"


def about_late(admission):
    """Of what the notices of letting a group in late speak."""
    return f"call-late:{admission.call_id}:{admission.partner_id}"


def _locked(call, by):
    if not can_edit_calls(by):
        raise PermissionDenied
    return Call.objects.select_for_update().get(pk=call.pk)


def etag_of_standing(call):
    """The token of the pages on which a call is withdrawn and begun anew: how often it was so far. One query."""
    return etag_of(call.changes.filter(label=STANDING).count())


def _refuse_overtaken(call, etag):
    """A page from before it was withdrawn and begun anew takes nothing back unseen, whoever sends it again."""
    if etag is not None and etag != etag_of_standing(call):
        raise conflict_of_the_past(MOVED, call)


@transaction.atomic
def withdraw(call, *, by, reason, etag=None):
    """Take an announced call back. Its page stays and says why; every group that has written for it is told.

    etag: `etag_of_standing` as the page was opened, None where another token guards it. The second press finds it withdrawn with the same words and does nothing; EditConflict where another reason stands there.
    """
    locked = _locked(call, by)
    if not reason.strip():
        raise ValidationError({"reason": "取りやめる理由を書いてください。公開のページに出ます。"})
    if locked.withdrawn_at:
        if locked.withdrawn_because == reason:
            return locked
        raise EditConflict("この募集は、もう取りやめになっています。", locked)
    _refuse_overtaken(locked, etag)
    if not locked.is_announced:
        raise ValidationError("まだ公開していません。公開する日時を空けて保存すれば、公開されません。")
    locked.withdrawn_at, locked.withdrawn_because = timezone.now(), reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_because", "updated_at"])
    words = {"former": "募集していました", "new": "取りやめました", "reason": reason}
    change = CallChange.objects.create(call=locked, label=STANDING, by=by, **words)
    announce_call(locked)
    _announce(locked, change, f"「{locked}」の募集は取りやめになりました")
    record("withdraw", by=by, target=locked, note="募集を取りやめた")
    _tell_standing(locked, f"「{locked}」の募集は取りやめになりました", reason, by)
    sync_matters(locked.proposals.all())
    return locked


@transaction.atomic
def resume(call, *, by, reason, etag=None):
    """The other way round: a call that was withdrawn takes proposals again, as long as its dates say so."""
    locked = _locked(call, by)
    if not reason.strip():
        raise ValidationError({"reason": "もう一度募集する理由を書いてください。公開のページに出ます。"})
    if locked.withdrawn_at is None:
        if locked.changes.filter(label=STANDING, by=by, reason=reason).exists():
            return locked
        raise EditConflict("この募集は、取りやめになっていません。", locked)
    _refuse_overtaken(locked, etag)
    locked.withdrawn_at, locked.withdrawn_because = None, ""
    locked.save(update_fields=["withdrawn_at", "withdrawn_because", "updated_at"])
    words = {"former": "取りやめました", "new": "もう一度募集します", "reason": reason}
    change = CallChange.objects.create(call=locked, label=STANDING, by=by, **words)
    announce_call(locked)
    _announce(locked, change, f"「{locked}」の募集をもう一度始めました")
    record("publish", by=by, target=locked, note="取りやめた募集をもう一度始めた")
    _tell_standing(locked, f"「{locked}」の募集をもう一度始めました", reason, by)
    sync_matters(locked.proposals.all())
    return locked


@transaction.atomic
def admit_late(call, *, by, partner, until, reason, form_key):
    """Let one group send after the deadline, until a moment (aware datetime), with a reason that the group is told."""

    def make():
        locked = _locked(call, by)
        if locked.withdrawn_at or not locked.is_announced:
            raise ValidationError(locked.shut_because or "まだ公開していない募集です。")
        if until <= max(timezone.now(), locked.closes_at):
            raise ValidationError({"until": "受付を終える日時と、いまより後の日時にしてください。"})
        if not reason.strip():
            raise ValidationError({"reason": "締切のあとに受け付ける理由を書いてください。"})
        locked.late_admissions.in_force().filter(partner=partner).update(ended_at=timezone.now())
        row = LateAdmission.objects.create(call=locked, partner=partner, until=until, reason=reason, by=by, form_key=form_key)
        record(
            "change", by=by, target=locked, note=f"{partner.public_name}の提案を、締切のあとも受け付ける：{jdatetime(until)}まで"
        )
        tell_later(
            people_of(partner),
            about=about_late(row),
            by=by,
            title=f"「{locked}」に、{jdatetime(until)}まで提案できます",
            body=f"受付は{jdatetime(locked.closes_at)}まででしたが、あなたの団体の提案は{jdatetime(until)}まで受け付けます。\n\n理由：{reason}",
            url=f"{locked.get_absolute_url()}propose/",
        )
        sync_matters(locked.proposals.filter(partner=partner))
        return row

    row = create_once(LateAdmission, form_key, make, theirs={"call_id": call.pk, "by_id": by.pk})
    if row.ended_at is not None:
        raise NoLonger(call)
    return row


@transaction.atomic
def end_late_admission(admission, *, by):
    """Take it back: from now on the deadline of everybody holds. What was sent by then stays. The group is told."""
    if not can_edit_calls(by):
        raise PermissionDenied
    row = LateAdmission.objects.select_for_update(of=("self",)).select_related("call", "partner").get(pk=admission.pk)
    if row.ended_at is not None:
        return row
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record("change", by=by, target=row.call, note=f"{row.partner.public_name}の提案を締切のあとに受け付けるのを、取り消した")
    tell_later(
        people_of(row.partner),
        about=about_late(row),
        takes_back=True,
        by=by,
        title=f"「{row.call}」に締切のあとも提案できるという知らせを、取り消します",
        body="提案できる日時は、ほかの団体と同じです。分からないことは、事務局に聞いてください。",
        url=row.call.get_absolute_url(),
    )
    sync_matters(row.call.proposals.filter(partner=row.partner_id))
    return row
