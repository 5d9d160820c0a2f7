"""団体内の確認 on paper: printed with a code of the text as it stands, signed, typed in by the secretariat with its 収受日 and a copy."""

import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.japanese.width import DASHES
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from partners.models import Membership
from projects.proposals.drafting.pages import etag_of_draft

from .access import proposal_roles
from .models import Proposal
from .sign_off_models import SignOff, SignOffScan

Channel = SignOff.Channel
UNKNOWN = "この番号の下書きはありません。紙の「確認の番号」を、もう一度見てください。例：128-3F9A0C"
SENT = "この提案は、もう送られています。確認は要りません。"
CHANGED = "この紙を印刷したあとで、下書きが変わりました。団体に、もう一度印刷して、名前を書いてもらってください。"
TOO_EARLY = "収受日が、下書きを書き始めた日より前です。紙の収受印を見てください。"
MARK = 6  # characters of the token that the code carries


def paper_code(proposal, etag):
    """The code that a printed draft carries: which draft, and a mark of its text as it stood."""
    return f"{proposal.pk}-{etag[:MARK].upper()}"


@files_first("scan")
@transaction.atomic
def enter_sign_off(*, by, form_key, code, signed_by, received_on, scan=None):
    """Keep a confirmation that came on paper, in place of one that came before. Returns the SignOff.

    signed_by: the name on the paper; scan: an accepted upload. ValidationError at the field that is wrong: a code of no draft, of one that
    was sent or was written on since it was printed, a 収受日 before the draft was begun. PermissionDenied for anybody but the
    secretariat, and for whoever of it belongs to the group (利益相反).
    """
    proposal = _held(code, by)

    def make():
        etag = _refuse_other_text(proposal, code, received_on)
        proposal.sign_offs.in_force().filter(channel=Channel.PAPER).update(taken_back_at=timezone.now())
        said = {"signed_by": signed_by, "received_on": received_on, "entered_by": by, "channel": Channel.PAPER}
        made = SignOff.objects.create(proposal=proposal, etag=etag, form_key=form_key, **said)
        if scan is not None:
            keep_file(SignOffScan, scan, by=by, sign_off=made)
        sync_tasks(proposal, by=by)
        record("sign-off", by=by, target=proposal, note="紙の団体内の確認を入れた")
        _tell(proposal, made, "紙でいただいた確認を入れました", by=by)
        return made

    return create_once(SignOff, form_key, make, theirs={"entered_by_id": by.pk})


@transaction.atomic
def drop_sign_off(row, *, by):
    """Take back what was entered by mistake, while the draft has not been sent; the group is told. Stale once it was."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("partner").get(pk=row.proposal_id)
    if "secretariat" not in proposal_roles(by, proposal):
        raise PermissionDenied
    if not proposal.is_unsent:
        raise Stale(proposal)
    if proposal.sign_offs.in_force().filter(pk=row.pk).update(taken_back_at=timezone.now()):
        sync_tasks(proposal, by=by)
        record("sign-off", by=by, target=proposal, note="紙の団体内の確認を取り消した")
        _tell(proposal, row, "紙の確認の入力を取り消しました", by=by, takes_back=True)


def _plain(code):
    """A code as it was printed, whatever dash and width it was typed with."""
    return unicodedata.normalize("NFKC", code).translate(DASHES)


def _held(code, by):
    """The draft of a code, locked."""
    pk = small_int(_plain(code).split("-")[0].strip())
    found = Proposal.objects.select_for_update(of=("self",)).select_related("partner", "call")
    proposal = found.filter(pk=pk).first() if pk is not None else None
    if proposal is None:
        raise ValidationError({"code": UNKNOWN})
    if "secretariat" not in proposal_roles(by, proposal):
        raise PermissionDenied
    return proposal


def _refuse_other_text(proposal, code, received_on):
    """The token of the draft; ValidationError where the paper is about another text, or was not there yet."""
    if not proposal.is_unsent:
        raise ValidationError({"code": SENT})
    mark = _plain(code).partition("-")[2].strip().upper()
    if len(mark) != MARK:
        raise ValidationError({"code": UNKNOWN})
    etag = etag_of_draft(proposal)
    if etag[:MARK].upper() != mark:
        raise ValidationError({"code": CHANGED})
    if received_on < timezone.localdate(proposal.created_at):
        raise ValidationError({"received_on": TOO_EARLY})
    return etag


def about_paper(row):
    """Of what the notices of a confirmation on paper speak."""
    return f"sign-off-paper:{row.pk}"


def _tell(proposal, row, what, *, by, takes_back=False):
    people = people_of(proposal.partner, part=Membership.Part.REPRESENTATIVE)
    said = {"title": f"「{proposal}」の団体内の確認：{what}", "body": "送る前に、画面で確かめてください。"}
    url = f"{proposal.get_absolute_url()}sign-off/"
    tell_later(people, about=about_paper(row), takes_back=takes_back, url=url, by=by, **said)
