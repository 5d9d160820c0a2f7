"""Sheets of A4: one proposal, all of a call, 起案用紙. Looks of staff at what they print are recorded."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from projects.calls.models import Call
from projects.proposals.access import reads_for_others
from projects.proposals.views import WHOLE, in_scope

from .access import can_print, can_write_approval, can_write_approvals, printable
from .approval_presenters import Approval, RoundApproval
from .presenters import job_of, printed


@require_safe
def proposal_print(request, pk):
    """One proposal on two pages."""
    proposal = in_scope(request, pk)
    if not can_print(request.user, proposal):
        raise PermissionDenied
    if reads_for_others(request.user, proposal):
        record_look(by=request.user, target=proposal, note=f"{WHOLE}（印刷）")
    return render(request, "projects/prints/proposal.html", {"one": printed(proposal), "call": proposal.call})


@require_safe
def call_print(request, pk):
    """All proposals of a call that came to one's desk, with a table of contents: one job of the printer."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=pk)
    if not request.user.is_staff:
        raise PermissionDenied
    job = job_of(call, printable(request.user, call))
    record_look(by=request.user, target=call, note="提案書をまとめて印刷", rows=len(job.proposals))
    return render(request, "projects/prints/call.html", {"job": job, "call": call})


@require_safe
def proposal_approval(request, pk):
    """起案用紙 of one proposal."""
    proposal = in_scope(request, pk)
    if not can_write_approval(request.user, proposal):
        raise PermissionDenied
    if not proposal.may("marks"):
        raise Http404
    record_look(by=request.user, target=proposal, note="起案用紙（印刷）")
    return render(request, "projects/prints/approval.html", {"paper": Approval(proposal), "proposal": proposal})


@require_safe
def call_approval(request, pk):
    """起案用紙 of a whole round."""
    if not can_write_approvals(request.user):
        raise PermissionDenied
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=pk)
    paper = RoundApproval(call, request.user)
    record_look(by=request.user, target=call, note="起案用紙（印刷）", rows=len(paper.lines))
    return render(request, "projects/prints/round_approval.html", {"paper": paper, "call": call})
