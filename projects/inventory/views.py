"""年次棚卸し: the rounds, how far the offices of one are, and the steps of both tables. A sheet: sheet_views.py."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.pages import step_page

from .access import can_run_round, can_see_progress
from .models import InventoryRound, InventorySheet
from .presenters import progress_of


def round_or_404(request, year):
    """The round of this 年度; 403 for whoever is neither of the city nor a coordinator."""
    if not can_see_progress(request.user):
        raise PermissionDenied("年次棚卸しは、市の職員とコーディネーターのページです。")
    return get_object_or_404(InventoryRound.objects.visible_to(request.user), fiscal_year=year)


def sheet_or_404(request, year, office):
    """A sheet that this person finds, with its round and office."""
    round = round_or_404(request, year)
    sheets = InventorySheet.objects.visible_to(request.user).select_related("round", "office")
    return get_object_or_404(sheets, round=round, office=office)


def rounds(request):
    """City staff and coordinators: all rounds, the newest first."""
    if not can_see_progress(request.user):
        raise PermissionDenied("年次棚卸しは、市の職員とコーディネーターのページです。")
    context = {"rounds": InventoryRound.objects.visible_to(request.user), "may_run": can_run_round(request.user)}
    return render(request, "projects/inventory/rounds.html", context)


def round(request, year):
    """City staff and coordinators: how far every office is; the secretariat moves it on from here."""
    found = round_or_404(request, year)
    return render(request, "projects/inventory/round.html", {"round": found, "progress": progress_of(found, request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request, year, name):
    """The secretariat: one step of a round is asked and confirmed."""
    return step_page(request, round_or_404(request, year), name)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_step(request, year, office, name):
    """The office or the secretariat: one step of a sheet is asked and confirmed."""
    return step_page(request, sheet_or_404(request, year, office), name)
