"""団体内の確認: whether it is wanted, given for the text as it stands, taken back."""

import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import asked_no_more, tell_later, tell_undone
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from projects.proposals.drafting.pages import etag_of_draft

from .access import can_send_proposal, is_own
from .models import Proposal
from .sign_off_models import SignOff

CHANGED = "この画面を開いたあとに、下書きが書き足されました。いまの内容を読んでから、もう一度確認してください。"
CONFIRMED = "団体の人が、もう確認しました。このあと書き直されたときは、もう一度確認が要ります。"
MISSING = "団体の中のほかの人の確認が、まだありません。「団体内の確認」の画面で、送る人とは別の人に確認してもらってください。"


def about_wish(proposal):
    """Of what the notices of asking for 団体内の確認 speak."""
    return f"sign-off:{proposal.pk}"


@transaction.atomic
def want_sign_off(proposal, wanted, *, by):
    """The representative says whether the draft is sent only once somebody else of the group has confirmed it; the others are told."""
    locked = _held(proposal)
    if not can_send_proposal(by, locked):
        raise PermissionDenied
    if locked.sign_off_wanted == wanted:
        return
    Proposal.objects.filter(pk=locked.pk).update(sign_off_wanted=wanted, sign_off_asked_by=by if wanted else None)
    sync_tasks(locked, by=by)
    record("sign-off", by=by, target=locked, note="団体内の確認を受けることにした" if wanted else "団体内の確認をやめた")
    about = about_wish(locked)
    if not wanted:
        title = f"訂正：「{locked}」の確認は、要らなくなりました"
        tell_undone(about, by=by, title=title, body="することはありません。", url=sign_off_url(locked))
    else:
        others = [user for user in people_of(locked.partner) if user.pk != by.pk]
        words = "提案書を送る前に、内容を読んで確認してください。"
        said = {"title": f"「{locked}」の確認のお願い", "body": words, "url": sign_off_url(locked)}
        tell_later(others, about=about, by=by, **said)


@transaction.atomic
def sign_off(proposal, *, by, etag):
    """Somebody of the group confirms the draft as the page with this `etag` showed it; EditConflict where it was written on since."""
    locked = _held(proposal)
    if not is_own(by, locked):
        raise PermissionDenied
    if etag != etag_of_draft(locked):
        raise EditConflict(CHANGED, locked)
    known = locked.sign_offs.in_force().filter(by=by)
    if known.filter(etag=etag).exists():  # the second press
        return
    known.update(taken_back_at=timezone.now())
    SignOff.objects.create(proposal=locked, by=by, etag=etag)
    sync_tasks(locked, by=by)
    record("sign-off", by=by, target=locked, note="団体内の確認をした")
    asked_no_more(about_wish(locked), by=by, says=CONFIRMED)


@transaction.atomic
def take_back_sign_off(proposal, *, by):
    """Whoever confirmed takes it back, as long as it is a draft."""
    locked = _held(proposal)
    if locked.sign_offs.in_force().filter(by=by).update(taken_back_at=timezone.now()):
        sync_tasks(locked, by=by)
        record("sign-off", by=by, target=locked, note="団体内の確認を取り消した")


def refuse_unconfirmed(proposal, *, by):
    """ValidationError where the group wants a confirmation and nobody but the sender has given one for this text."""
    if lacks_confirmation(proposal, by=by):
        raise ValidationError(MISSING, code="unconfirmed")


def lacks_confirmation(proposal, *, by):
    """Whether the group wants a confirmation and none is there for this text but the sender's own, by account or by name on paper.

    by: who sends; None where that is not known, and every confirmation counts.
    """
    return proposal.sign_off_wanted and not is_confirmed(confirmations_of(proposal), by=by)


def is_confirmed(given, *, by):
    """Whether one of these confirmations of the text as it stands is somebody else's than `by`."""
    return any(by is None or row.by_id != by.pk and bare(row.signed_by) != bare(str(by)) for row in given)


def bare(name):
    """A name without spaces, in one form of its characters: how two writings of it are compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def confirmations_of(proposal):
    """The SignOffs in force for the text as it stands: [] where it was written on since."""
    return proposal.sign_offs.in_force().filter(etag=etag_of_draft(proposal)).select_related("by")


def sign_off_url(proposal):
    """Where it is read and confirmed."""
    return f"{proposal.get_absolute_url()}sign-off/"


def _held(proposal):
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("call", "partner").get(pk=proposal.pk)
    if not locked.is_unsent:
        raise Stale(locked)
    return locked
