"""What came on paper or by telephone is entered with its 収受日: a whole proposal, or the next step of one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files.storage import remove_stored
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.events import event_of
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from partners.directory.access import people_of
from partners.models import Membership
from projects.calls.days import last_day_of
from projects.filings.checks import refuse_day, refuse_next, refuse_used

from .access import can_enter_for, can_file
from .filing_models import FilingScan, ProposalFiling
from .models import Proposal
from .workflow import PROPOSAL

TOO_LATE = (
    "受付は{closes}まででした。この日に届いた提案は、受け付けられません。事情があって受け付けるときは、先に募集回の画面の"
    "「締切のあとに1つの団体を受け付ける」で、理由を付けて認めてください。"
)
TOO_EARLY = "受付は{opens}からです。収受日は、その日からあとにしてください。"


def refuse_out_of_time(call, partner_id, received_on):
    """ValidationError where a paper of this 収受日 (date) came before or after the call took proposals of this group."""
    if call.withdrawn_at or not call.is_announced:
        raise ValidationError(call.shut_because or "まだ公開していない募集です。")
    if received_on < timezone.localdate(call.opens_at):
        raise ValidationError({"received_on": TOO_EARLY.format(opens=jdate(call.opens_at))})
    closes_at = call.closes_for(partner_id)
    if received_on > last_day_of(closes_at):
        raise ValidationError({"received_on": TOO_LATE.format(closes=jdatetime(closes_at))})


@files_first("scan")
@transaction.atomic
def enter_proposal(call, partner, *, by, form_key, title, channel, received_on, scan=None):
    """A draft of the group for what it proposed on paper; the secretariat writes on the group's own pages and receives it.

    scan: an accepted upload, or None. PermissionDenied for whoever may not enter for this group, ValidationError where the call took
    nothing of it on the 収受日. The same key gives the same draft.
    """

    def make():
        if not can_enter_for(by, partner):
            raise PermissionDenied
        refuse_day(received_on)
        refuse_out_of_time(call, partner.pk, received_on)
        made = Proposal.objects.create(
            call=call, partner=partner, title=title, created_by=by, form_key=form_key, status=PROPOSAL.start
        )
        record("draft", by=by, target=made, note=f"{call}：紙で届いたもの")
        _keep(made, "enter", by=by, form_key=form_key, channel=channel, received_on=received_on, scan=scan)
        return made

    return create_once(Proposal, form_key, make, theirs={"call_id": call.pk, "partner_id": partner.pk, "created_by_id": by.pk})


@files_first("scan")
@transaction.atomic
def file_for(proposal, *, by, form_key, what, channel, received_on, scan=None):
    """Something came for this proposal: the secretariat takes the group's step with it. what: a key of WHATS.

    ValidationError while another one is open. The same key gives the same ProposalFiling.
    """

    def make():
        locked = _held(proposal)
        if not can_file(by, locked):
            raise PermissionDenied
        refuse_next(locked, what, received_on)
        return _keep(locked, what, by=by, form_key=form_key, channel=channel, received_on=received_on, scan=scan)

    return create_once(ProposalFiling, form_key, make, theirs={"proposal_id": proposal.pk, "entered_by_id": by.pk})


def _held(proposal):
    return Proposal.objects.select_for_update(of=("self",)).select_related("call", "partner").get(pk=proposal.pk)


def _keep(proposal, what, *, by, form_key, channel, received_on, scan):
    paper = keep_file(FilingScan, scan, by=by, proposal=proposal) if scan is not None else None
    said = {"channel": channel, "received_on": received_on, "scan": paper}
    Proposal.objects.filter(pk=proposal.pk, has_papers=False).update(has_papers=True)
    proposal.has_papers = True
    made = ProposalFiling.objects.create(proposal=proposal, what=what, entered_by=by, form_key=form_key, **said)
    record("edit", by=by, target=proposal, note=f"届いた紙：{made}")
    proposal.forget_filings()
    sync_tasks(proposal)
    return made


@transaction.atomic
def drop_filing(filing, *, by):
    """It was entered by mistake and nothing was done with it: it goes with its copy. A second press finds it gone.

    A whole proposal that was never received goes with it: its group has not sent it.
    """
    proposal = _held(filing.proposal)
    filing = ProposalFiling.objects.select_for_update(of=("self",)).select_related("scan").filter(pk=filing.pk).first()
    if not can_file(by, proposal):
        raise PermissionDenied
    if filing is None:
        return
    refuse_used(filing)
    record("edit", by=by, target=proposal, note=f"届いた紙を取り消した：{filing}")
    if filing.what == "enter" and proposal.is_unsent and not proposal.was_sent and proposal.created_by_id == filing.entered_by_id:
        _delete(proposal, by)
        return
    scan = filing.scan
    filing.delete()
    if scan is not None and not scan.filings.exists():
        _delete_file(scan)
    proposal.forget_filings()
    sync_tasks(proposal)


def _delete(proposal, by):
    record("delete", by=by, target=proposal, note="紙から入れた下書きを消した")
    forget_tasks(proposal)
    names = [row.stored_as for row in (*proposal.files.all(), *proposal.scans.all())]
    proposal.delete()
    transaction.on_commit(lambda: [remove_stored(name) for name in names])


def _delete_file(scan):
    name = scan.stored_as
    scan.delete()
    transaction.on_commit(lambda: remove_stored(name))


def use_filing(proposal, *, by, **_):
    """Effect: the secretariat takes a step of the group only with what came, once for each paper; the group's own step uses nothing up."""
    filing = proposal.open_filing  # no query where nothing came on paper
    if filing is None or not can_file(by, proposal):
        return
    ProposalFiling.objects.filter(pk=filing.pk).update(used_version=proposal.version)
    proposal.forget_filings()


def reopen_filing(proposal, *, undone, **_):
    """Effect: what came is to be entered again, where the step that was taken with it is taken back."""
    if not proposal.has_papers:
        return
    proposal.filings.filter(used_version=undone.version).update(used_version=None)
    proposal.forget_filings()


def corrected_on_paper(proposal, *, by, **_):
    """Effect of "correct": where it was typed in from paper its group hears that it arrived; otherwise it sent it itself."""
    filing = next((row for row in proposal.all_filings if row.used_version == proposal.version), None)
    if filing is None:
        return
    notify(
        people_of(proposal.partner, part=Membership.Part.REPRESENTATIVE),
        title=f"「{proposal}」の直した提案書を、紙で受け取りました",
        body=f"収受日：{jdate(filing.received_on)}\n入れた内容は、画面で確かめられます。ちがうところがあれば、事務局に知らせてください。",
        url=proposal.get_absolute_url(),
        key=f"{event_of(proposal, proposal.version)}:paper",
        by=by,
        wait=True,
    )
