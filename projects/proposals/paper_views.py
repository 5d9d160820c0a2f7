"""The form of a call on paper: blank for everybody, written for whoever reads the whole proposal."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from partners.directory.access import is_secretariat
from projects.calls.models import Call

from .access import can_see_whole_proposal, is_own, reads_for_others
from .paper_presenters import blank_sheets, sign_off_sheets, written_sheets
from .views import WHOLE, in_scope

TEMPLATE = "projects/proposals/paper.html"


@login_not_required
@require_safe
def call_paper(request, pk):
    """A call's form with ruled boxes, for whoever writes by hand."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=pk)
    context = {"call": call, "sheets": blank_sheets(call), "back": call.get_absolute_url()}
    return render(request, TEMPLATE, {**context, "may_enter": is_secretariat(request.user) and call.has_begun})


@require_safe
def proposal_paper(request, pk):
    """The same form with what the group has written; empty boxes are ruled. Who reads for others leaves a trace."""
    proposal = in_scope(request, pk)
    if not can_see_whole_proposal(request.user, proposal):
        raise PermissionDenied
    if reads_for_others(request.user, proposal):
        record_look(by=request.user, target=proposal, note=WHOLE)
    sheets = written_sheets(proposal)
    if proposal.is_unsent and proposal.sign_off_wanted and is_own(request.user, proposal):
        sheets += sign_off_sheets(proposal)
    context = {"proposal": proposal, "call": proposal.call, "sheets": sheets}
    return render(request, TEMPLATE, {**context, "back": proposal.get_absolute_url()})
