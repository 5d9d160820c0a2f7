"""What changed between two versions of a proposal."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.japanese.numbers import small_int

from .access import can_compare_versions, reads_for_others
from .version_presenters import compared_versions
from .views import WHOLE, in_scope


@require_safe
def proposal_versions(request, pk):
    """Two versions beside each other, item by item; without a choice the last two. ?from=1&to=2, whichever is older stands first."""
    proposal = in_scope(request, pk)
    if not can_compare_versions(request.user, proposal):
        raise PermissionDenied
    if reads_for_others(request.user, proposal):
        record_look(by=request.user, target=proposal, note=WHOLE)
    versions = list(proposal.revisions.defer("content").order_by("number"))
    if not versions:
        raise Http404
    last = versions[-1].number
    chosen = sorted({_number(request, "from", max(last - 1, 1), last), _number(request, "to", last, last)})
    old, new = (proposal.revisions.get(number=number) for number in (chosen[0], chosen[-1]))
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "versions": versions,
        "old": old,
        "new": new,
        "rows": compared_versions(old.content, new.content),
    }
    return render(request, "projects/proposals/versions.html", context)


def _number(request, name, default, last):
    number = small_int(request.GET.get(name), default)
    return number if 1 <= number <= last else default
