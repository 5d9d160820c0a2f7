"""去年決めたこと: the page on which one of them is ticked, and the tick taken back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from projects.cycles.access import can_tick_decisions
from projects.cycles.views import done, working_cycle

from .carried import decided_in
from .carried_actions import tick_decision, untick_decision
from .carried_forms import TickForm


@require_http_methods(["GET", "HEAD", "POST"])
def decided(request, pk, fiscal_year, key):
    """What was decided, and what became of it: done, or let go. `back` takes the own side's tick away."""
    cycle = working_cycle(request, pk, fiscal_year)
    row = decided_in(cycle, key)
    if row is None:
        raise Http404
    if not can_tick_decisions(request.user, cycle):
        raise PermissionDenied
    if request.method == "POST" and "back" in request.POST:
        untick_decision(cycle, key, by=request.user)
        return done(request, cycle, "しるしを外しました。")
    form = TickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tick_decision(cycle, key, by=request.user, **form.cleaned_data)
        return done(request, cycle, "しるしを付けました。")
    return render(request, "projects/cycles/act/decided.html", {"cycle": cycle, "decided": row, "form": form})
