"""Pages of the secretariat: what came of a group on paper or by telephone is entered, then the group's step is taken with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.access import is_secretariat
from projects.calls.eligibility import refusals_of
from projects.calls.models import Call
from projects.filings.pages import drop_filed, next_filed

from .access import can_enter_for, can_file, groups_to_enter, is_own, may_read_papers
from .filing_actions import drop_filing, enter_proposal, file_for
from .filing_forms import EnterProposalForm
from .filing_models import WHATS
from .filing_presenters import being_entered, calls_on_paper, groups_found, page_for
from .models import Proposal
from .views import in_scope


@require_safe
def enter(request):
    """Which call (`?call=` narrows to one), and which group out of the directory; what is half entered."""
    if not is_secretariat(request.user):
        raise PermissionDenied
    words, chosen = request.GET.get("q", "").strip()[:100], small_int(request.GET.get("call", ""))
    calls, more_calls = calls_on_paper(chosen)
    groups, more = groups_found(words) if words else ([], False)
    context = {"calls": calls, "more_calls": more_calls, "chosen": chosen, "words": words, "groups": groups, "more": more}
    return render(request, "projects/proposals/filing/enter.html", {**context, "open": being_entered()})


@require_http_methods(["GET", "HEAD", "POST"])
def enter_for(request, call, partner):
    """How the proposal came; what it says is written on the pages that its group would write on."""
    if not is_secretariat(request.user):
        raise PermissionDenied
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=call)
    partner = get_object_or_404(groups_to_enter(), pk=partner)
    if not can_enter_for(request.user, partner):
        raise PermissionDenied
    form = EnterProposalForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            made = enter_proposal(call, partner, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "収受を記録しました。紙に書いてあるとおりに、画面ごとに入れてください。")
            return redirect(f"{made.get_absolute_url()}#main")
    context = {"call": call, "partner": partner, "form": form, "refusals": refusals_of(call, partner)}
    return render(request, "projects/proposals/filing/enter_for.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def filed(request, pk):
    """What came for this proposal; the page on which the group would do it follows."""
    proposal = in_scope(request, pk)
    if not can_file(request.user, proposal):
        raise PermissionDenied
    form, filing = next_filed(request, proposal, whats=WHATS, file_for=file_for)
    if filing is not None:
        return redirect(f"{page_for(proposal, filing.what)}#main")
    return render(request, "projects/proposals/filing/filed.html", {"proposal": proposal, "form": form})


@require_POST
def filed_drop(request, pk, filing_pk):
    """What was entered by mistake goes, as long as nothing was done with it."""
    proposal = Proposal.objects.visible_to(request.user).filter(pk=pk).first()
    if proposal is None:  # the second press on a whole proposal, which went with its paper
        if not is_secretariat(request.user):
            raise Http404
        return redirect("proposal-enter")
    if not can_file(request.user, proposal):
        raise PermissionDenied
    drop_filed(request, proposal, filing_pk, drop_filing=drop_filing)
    left = Proposal.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect(f"{proposal.get_absolute_url()}#main") if left else redirect("proposal-enter")


@require_safe
def filed_scan(request, pk, filing_pk):
    """The copy of a paper, for the group and whoever works on the proposal; a look of the city is recorded."""
    proposal = in_scope(request, pk)
    filing = get_object_or_404(proposal.filings.select_related("scan"), pk=filing_pk, scan__isnull=False)
    if not may_read_papers(request.user, proposal):
        raise Http404
    if not is_own(request.user, proposal):
        record_look(by=request.user, target=proposal, note=f"届いた紙の写し {filing.scan_id}")
    return download_response(filing.scan.stored_as, filing.scan.name, filing.scan.content_type)
