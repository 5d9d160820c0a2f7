"""いっしょに書く: whoever writes for the group shows six digits, and whoever types them in fills in this one draft until midnight."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partners.registration.helping_pages import pressed_by_owner, typed_by_helper

from .access import can_ask_for_help, helped_word
from .models import Proposal
from .views import in_scope


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_helper(request, pk):
    """The group's page: digits to be read out, shown once; who helps now; and the end of it."""
    proposal = in_scope(request, pk)
    if not can_ask_for_help(request.user, proposal):
        raise PermissionDenied
    shown = pressed_by_owner(request, helped_word(proposal))
    if shown is None:
        return redirect(f"{reverse('proposal-helper', args=[pk])}#main")
    return render(request, "projects/proposals/helper.html", {"proposal": proposal, **shown})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_helping(request):
    """Whoever helps types in what the group reads out; below it the drafts that they fill in today. Visitors read why they sign in first."""
    if not request.user.is_authenticated:
        return render(request, "projects/proposals/helping_visitor.html")
    form, key = typed_by_helper(request, "proposal")
    if key is not None:
        return redirect(f"{reverse('proposal', args=[key])}#main")
    return render(request, "projects/proposals/helping.html", {"form": form, "drafts": Proposal.objects.helped_by(request.user)})
