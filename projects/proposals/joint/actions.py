"""Naming a group, its answer, leaving again. Everything here holds the proposal's row locked, so that one follows the other."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdatetime
from kyodo_portal.notices.later_actions import asked_no_more, tell_later
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from partners.directory.standing import Standing
from partners.models import Partner
from projects.proposals.access import proposal_audience
from projects.proposals.conflicts.actions import note_exclusions
from projects.proposals.models import Proposal

from .access import asked_people, can_answer, can_answer_on_paper, paper_people
from .models import JointGroup
from .states import LIVE, SAID_NO, JointState

GROUPS_MAX = 10  # that are asked or have said yes, on one proposal
ROWS_MAX = 20  # that were ever named on one proposal: asking around is no way to send mail
WAITING_MAX = 20  # that one group waits for, on all its proposals together


# ---- naming, by the proposing group; called while its page is saved ---------------------------------------------------
def name_groups(proposal, wanted, *, by):
    """Ask those of `wanted` (partner ids) that are new, and stop asking those that are named no more.

    `proposal` is locked. ValidationError where a group may not be asked, or where too many would be.
    """
    rows = {row.partner_id: row for row in JointGroup.objects.filter(proposal=proposal).select_related("partner")}
    live, wanted = {pk for pk, row in rows.items() if row.state in LIVE}, set(wanted)
    new = wanted - live
    if new:
        _refuse_too_many(proposal, rows, wanted, new)
        _refuse_who_said_no(proposal, new)
    for pk in sorted(live - wanted):
        _take_back(rows[pk], by)
    for partner in Partner.objects.filter(pk__in=new).order_by("pk"):
        _ask(proposal, rows.get(partner.pk), partner, by)


def _refuse_too_many(proposal, rows, wanted, new):
    allowed = Partner.objects.filter(pk__in=new, standing=Standing.REGISTERED, office=Partner.Office.NONE)
    if proposal.partner_id in new or allowed.count() != len(new):
        raise ValidationError("提案する団体とは別の、登録してある団体から選んでください。")
    if len(wanted) > GROUPS_MAX:
        raise ValidationError(f"いっしょに提案する団体は、{GROUPS_MAX}までです。")
    if len({*rows, *new}) > ROWS_MAX:
        raise ValidationError(f"ひとつの提案でたずねられるのは、やめたものも入れて{ROWS_MAX}団体までです。")
    waiting = JointGroup.objects.filter(lead=proposal.partner_id, state=JointState.ASKED, proposal__isnull=False)
    if waiting.count() + len(new) > WAITING_MAX:
        raise ValidationError(
            f"返事を待っている団体が、ほかの提案も合わせて{WAITING_MAX}を超えます。返事が来てから、加えてください。"
        )


def _refuse_who_said_no(proposal, new):
    said_no = JointGroup.objects.filter(call=proposal.call_id, lead=proposal.partner_id, partner__in=new, state__in=SAID_NO)
    names = "、".join(dict.fromkeys(row.partner.name for row in said_no.select_related("partner")))
    if names:
        raise ValidationError(
            f"{names}は、この募集では加わらないと答えています。もう一度たずねることはできません。"
            "加わることになったときは、その団体の代表者が答えを変えられます。"
        )


def _about(row):
    """Being asked: whoever is asked no more within some minutes has heard of neither."""
    return f"joint-ask:{row.proposal_id}:{row.partner_id}"


def _ask(proposal, row, partner, by):
    row = row or JointGroup(proposal=proposal, partner=partner, call=proposal.call, lead=proposal.partner)
    row.state, row.asked_by, row.asked_at = JointState.ASKED, by, timezone.now()
    row.answered_by = row.answered_at = row.received_on = None
    row.save()
    record("joint", by=by, target=proposal, note=f"いっしょに提案する団体として、{partner}にたずねた")
    people = asked_people(row)
    if people:
        until = f"\n返事の期限：{jdatetime(proposal.closes_at)}（募集の締切）" if proposal.is_unsent else ""
        tell_later(
            people,
            about=_about(row),
            takes_back=True,
            title=f"{proposal.partner}から、いっしょに提案してほしいと言われています",
            body=f"募集：{proposal.call}\n企画の名前：{proposal}{until}\n返事をするまで、{partner}の名前はどこにも出ません。",
            url=row.get_absolute_url(),
            by=by,
        )
        return
    # What is not sent yet is the group's own: its name is not told here.
    tell_later(
        paper_people(row),
        about=_about(row),
        takes_back=True,
        title=f"{partner}に、いっしょに提案するかどうかを紙でたずねてください",
        body=f"提案する団体：{proposal.partner}\n募集：{proposal.call}\n{partner}には、このサイトで返事ができる代表者がいません。",
        url=row.get_absolute_url(),
        by=by,
    )


def groups_to_ask_again(source, call):
    """The partner ids that a copy for `call` asks anew: a yes was for one proposal. Who said no in this call is left alone."""
    rows = JointGroup.objects.filter(proposal=source, state__in=LIVE, partner__standing=Standing.REGISTERED)
    said_no = JointGroup.objects.filter(call=call, lead=source.partner_id, state__in=SAID_NO).values("partner")
    return list(rows.exclude(partner__in=said_no).values_list("partner", flat=True))


def _take_back(row, by):
    row.state = JointState.TAKEN_BACK
    row.save(update_fields=["state"])
    _tell_no_longer_asked(row, by)


def _tell_no_longer_asked(row, by):
    tell_later(
        asked_people(row),
        about=_about(row),
        takes_back=True,
        title=f"{row.lead}が、いっしょに提案する団体から{row.partner}を外しました",
        body=f"企画の名前：{row.proposal}\nすることはありません。",
        url="/inbox/",
        by=by,
    )


def let_go_with_draft(proposal, *, by):
    """Before a draft is deleted: whoever was asked is told, and a no is kept, so that nobody is asked twice."""
    for row in JointGroup.objects.filter(proposal=proposal, state__in=LIVE).select_related("proposal", "partner", "lead"):
        _tell_no_longer_asked(row, by)
    JointGroup.objects.filter(proposal=proposal).exclude(state__in=SAID_NO).delete()


# ---- the named group's answer ---------------------------------------------------------------------------------------
def _locked(row):
    """The row with its proposal, both locked, the proposal first. EditConflict where the draft is gone."""
    proposal = Proposal.objects.select_for_update().filter(pk=row.proposal_id).first()
    if proposal is None:
        raise EditConflict("この提案書は、もうありません。")
    locked = JointGroup.objects.select_for_update(of=("self",)).select_related("partner", "lead").get(pk=row.pk)
    locked.proposal = proposal
    return locked


def _refuse_who_may_not(row, by, received_on):
    if not (can_answer(by, row) if received_on is None else can_answer_on_paper(by, row)):
        raise PermissionDenied


def no_answer_now(row):
    """Why an answer of an older page is not taken."""
    return f"この返事は、いまは受け付けられません。いまの状態は「{row.get_state_display()}」です。"


@transaction.atomic
def answer(row, *, by, accepts, received_on=None):
    """The group says yes or no; a no turns into a yes as long as the proposal is being written. Returns the row.

    received_on: the day on which the answer came on paper, entered by somebody who stands in for a group that nobody
    represents in the portal; None for a representative's own answer. EditConflict where somebody answered before.
    """
    locked = _locked(row)
    proposal = locked.proposal
    _refuse_who_may_not(locked, by, received_on)
    if not (locked.is_asked or (accepts and locked.said_no)):
        raise EditConflict(no_answer_now(locked), locked)
    if not locked.takes_an_answer:
        raise EditConflict("返事を受け付ける時が過ぎました。加わりたいときは、電話で相談してください。", locked)
    _write(locked, JointState.ACCEPTED if accepts else JointState.DECLINED, by, received_on)
    said = "いっしょに提案すると答えました" if accepts else "加わらないと答えました"
    asked_no_more(_about(locked), by=by, says=f"{locked.partner}は、もう、{said}。")
    _tell_answer(locked, f"{locked.partner}が、{said}")
    if accepts and not proposal.is_unsent:
        note_exclusions(proposal, by=by)
    return locked


@transaction.atomic
def leave(row, *, by, received_on=None):
    """A group that had said yes goes, until the result is told. Returns the row."""
    locked = _locked(row)
    _refuse_who_may_not(locked, by, received_on)
    if not (locked.counts and locked.takes_an_answer):
        raise EditConflict(f"いまは抜けられません。いまの状態は「{locked.get_state_display()}」です。", locked)
    _write(locked, JointState.LEFT, by, received_on)
    _tell_answer(locked, f"{locked.partner}が、いっしょに提案する団体から抜けました")
    return locked


def _write(row, state, by, received_on):
    row.state, row.answered_by, row.answered_at, row.received_on = state, by, timezone.now(), received_on
    row.save(update_fields=["state", "answered_by", "answered_at", "received_on"])
    paper = f"（紙の返事 {received_on}収受）" if received_on else ""
    record("joint", by=by, target=row.proposal, note=f"{row.partner}：{row.get_state_display()}{paper}")
    sync_tasks(row.proposal, by=by)


def _tell_answer(row, title):
    """The proposing group hears of every answer, and, once the proposal was sent, the secretariat too."""
    proposal = row.proposal
    people = people_of(row.lead) + ([] if proposal.is_unsent else proposal_audience(proposal, "secretariat"))
    tell_later(
        people,
        about=f"joint:{row.pk}",
        title=title,
        body=f"企画の名前：{proposal}",
        url=proposal.get_absolute_url(),
        by=row.answered_by,
    )
