"""The steps of a proposal: what each needs before it and brings with it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.correction_actions import (
    close_sent,
    correction_hooks,
    open_items,
    open_sent_again,
    refuse_untouched,
    what_came_back,
)
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.number_actions import next_number
from partners.directory.standing import Standing
from projects.calls.eligibility import refusals_of
from projects.ledger.adoption_actions import call_off, call_on
from projects.proposals.drafting.pages import NAMES_CHANGED, promises_of

from . import department_actions, review_actions
from .access import waiting_registration
from .conflicts.actions import forget_exclusions, note_exclusions
from .content_models import ProposalRevision
from .correctables import CORRECTABLES, locked_parts, problems_now
from .filing_actions import corrected_on_paper, refuse_out_of_time, reopen_filing, use_filing
from .models import Proposal
from .presenters import content_of, counted_only
from .sign_off_actions import refuse_unconfirmed
from .version_presenters import content_read


def refuse_unready(proposal):
    """ValidationError with everything that is still missing."""
    problems = problems_now(proposal, locked_parts(proposal))
    if problems:
        raise ValidationError([problem.message for problem in problems])


def refuse_half_typed(proposal):
    """ValidationError while something typed could not be read: what was on the paper is not in yet."""
    if proposal.typed:
        raise ValidationError("まだ直していない入力があります。赤い印のある画面を開いて、直してください。")


def refuse_unregistered(proposal):
    """ValidationError while the group waits for its registration: it may write, and sends once it is registered."""
    waiting = waiting_registration(proposal.partner)
    if waiting is not None:
        raise ValidationError(
            f"団体の登録を申請中です（受付番号 {waiting.number}）。登録されると送れます。書いたものは残っています。",
            code="unregistered",
        )
    if proposal.partner.standing in (Standing.APPLYING, Standing.DECLINED, Standing.WITHDRAWN):
        raise ValidationError(
            "団体が登録されていないので、まだ送れません。登録を申請してください。書いたものは残っています。", code="unregistered"
        )


def refuse_ineligible(proposal):
    """ValidationError with each condition of the call that the group does not fulfil, and was not let off."""
    refusals = refusals_of(proposal.call, proposal.partner)
    if refusals:
        raise ValidationError([f"{text}書いたものは残っています。" for text in refusals], code="ineligible")


def _before_submit(proposal, *, by, promises=None, **answers):
    _refuse_other_names(proposal, promises)
    if not proposal.is_taken:
        raise ValidationError(f"{proposal.call.shut_because}下書きは残っています。", code="closed")
    refuse_unregistered(proposal)
    refuse_ineligible(proposal)
    refuse_unready(proposal)
    refuse_unconfirmed(proposal, by=by)
    _number(proposal)


def _before_enter(proposal, *, promises=None, **answers):
    """On paper it is received as it came, in time by its 収受日; what it lacks is asked for by a 補正, and is there before it is judged."""
    _refuse_other_names(proposal, promises)
    refuse_out_of_time(proposal.call, proposal.partner_id, proposal.paper_day)
    refuse_unregistered(proposal)
    refuse_ineligible(proposal)
    refuse_half_typed(proposal)
    if not proposal.title:
        raise ValidationError("企画の名前を入れてください。紙に書かれていないときは、本文から分かる名前を付けます。")
    _number(proposal)


def _number(proposal):
    call = proposal.call
    if not proposal.was_sent:
        proposal.number = next_number("P", call.fiscal_year, given=Proposal.objects)  # P for 提案
    proposal.submitted_at = timezone.now()


def _read(proposal):
    return content_read(counted_only(content_of(proposal, locked_parts(proposal))))


def _on_paper(proposal, **answers):
    return f"{_number_given(proposal)}収受日は{jdate(proposal.paper_day)}です。入れた内容は、画面で確かめられます。ちがうところがあれば、事務局に知らせてください。"


def _number_given(proposal, **answers):
    return f"受付番号は{proposal.number}です。"  # whose turn it is now, every notice says


def freeze(proposal, *, by, **answers):
    """Keep what was sent as the next revision; its number starts at 1."""
    content = counted_only(content_of(proposal, locked_parts(proposal)))
    number = proposal.revisions.count() + 1
    return ProposalRevision.objects.create(proposal=proposal, number=number, content=content, by=by)


def _sent(proposal, *, by, **answers):
    freeze(proposal, by=by)
    note_exclusions(proposal, by=by, wait=True)
    use_filing(proposal, by=by)


def _unsent(proposal, *, by, undone, **answers):
    """A draft again, with its number, which was told and is nobody else's. What was frozen stays: it was sent once."""
    forget_exclusions(proposal, undone.at, by=by)
    reopen_filing(proposal, undone=undone)


def _to_correct_again(proposal, *, by, undone, **answers):
    """The city reads again what it read before; the group goes on from what it wrote."""
    number = proposal.revisions.count()
    before = proposal.revisions.get(number=number - 1)
    ProposalRevision.objects.create(proposal=proposal, number=number + 1, content=before.content, by=by)
    open_sent_again(proposal, CORRECTABLES, undone)
    forget_exclusions(proposal, undone.at, by=by)
    reopen_filing(proposal, undone=undone)


def _items_before(proposal, **answers):
    return open_items(proposal)


def _refuse_other_names(proposal, promises):
    """The promise that was read names exactly the groups that have said yes: an answer may have come in between."""
    if promises and promises != [text for _, text in promises_of(proposal.partner, locked_parts(proposal).co_partners)]:
        raise ValidationError(NAMES_CHANGED)


def _before_correct(proposal, *, promises=None, replies=None, **answers):
    _refuse_other_names(proposal, promises)
    refuse_untouched(proposal, CORRECTABLES, replies or {})
    if proposal.paper_day is None:
        refuse_unready(proposal)
    else:  # it was received as it came on paper: only what was asked for can be written now
        refuse_half_typed(proposal)


def _resolve_corrections(proposal, *, by, replies=None, **answers):
    freeze(proposal, by=by)
    close_sent(proposal, CORRECTABLES, by=by, replies=replies or {})
    note_exclusions(proposal, by=by, wait=True)
    use_filing(proposal, by=by)
    corrected_on_paper(proposal, by=by)


def _said_again(proposal, *, promises=None, replies=None, **answers):
    """What was promised, and the answers as one word: the corrections keep them in full, a second press is known by it."""
    return {"promises": promises or [], "replies": etag_of(sorted((replies or {}).items()))}


def _renounced(proposal, **answers):
    call_off(proposal, **answers)
    use_filing(proposal, **answers)


def _not_renounced(proposal, **answers):
    call_on(proposal, **answers)
    reopen_filing(proposal, **answers)


# What the decision brings with it stands in reviews/decision_actions.py and release_actions.py: reviews are the higher room.
HOOKS = {
    "enter": Hook(prepare=_before_enter, notice=_on_paper, effect=_sent, reads=_read),
    "undo_enter": Hook(effect=_unsent),
    "submit": Hook(prepare=_before_submit, notice=_number_given, effect=_sent, reads=_read),
    **department_actions.HOOKS,
    **review_actions.HOOKS,
    **correction_hooks(CORRECTABLES, goes_on=("go_on_unread", "go_on_read", "go_on_talks")),
    "undo_submit": Hook(effect=_unsent),
    "undo_correct": Hook(effect=_to_correct_again),
    "correct": Hook(
        keep=_items_before,
        prepare=_before_correct,
        notice=what_came_back(CORRECTABLES),
        details=_said_again,
        effect=_resolve_corrections,
        reads=_read,
    ),
    "withdraw": Hook(effect=use_filing),
    "undo_withdraw": Hook(effect=reopen_filing),
    "renounce": Hook(effect=_renounced),
    "undo_renounce": Hook(effect=_not_renounced),
    "lapse": Hook(effect=call_off),
    "undo_lapse": Hook(effect=call_on),
}
