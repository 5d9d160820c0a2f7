"""年次棚卸し: the rounds, how far the offices of one are, and the steps of both tables. A sheet: sheet_views.py."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.process.pages import step_page
from kyodo_portal.process.presenters import history_of

from . import round_actions
from .accept_actions import accept_all
from .access import can_run_round, can_see_progress
from .forms import ExcuseForm, RoundForm
from .line_actions import tie_line, untie_line
from .models import InventoryRound, InventorySheet
from .presenters import acceptance_of, progress_of, ripe_offices, silent_sheets
from .tally_presenters import tally_of


def round_or_404(request, year):
    """The round of this 年度; 403 for whoever is neither of the city nor a coordinator."""
    if not can_see_progress(request.user):
        raise PermissionDenied("年次棚卸しは、市の職員とコーディネーターのページです。")
    return get_object_or_404(InventoryRound.objects.visible_to(request.user), fiscal_year=year)


def sheet_or_404(request, year, office):
    """A sheet that this person finds, with its round and office."""
    round = round_or_404(request, year)
    return get_object_or_404(
        InventorySheet.objects.visible_to(request.user).select_related("round", "office"), round=round, office=office
    )


@require_safe
def rounds(request):
    """City staff and coordinators: all rounds, the newest first."""
    if not can_see_progress(request.user):
        raise PermissionDenied("年次棚卸しは、市の職員とコーディネーターのページです。")
    context = {"rounds": InventoryRound.objects.visible_to(request.user), "may_run": can_run_round(request.user)}
    return render(request, "projects/inventory/rounds.html", context)


@require_safe
def round(request, year):
    """City staff and coordinators: how far every office is; the secretariat moves it on from here."""
    found = round_or_404(request, year)
    context = {
        "round": found,
        "progress": progress_of(found, request.user),
        "tally": tally_of(found),
        "may_run": can_run_round(request.user),
        "history": history_of(found, request.user, names=True, inside=True)[0],
    }
    return render(request, "projects/inventory/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The secretariat: a round of one 年度 is prepared; it begins by a step of its own."""
    if not can_run_round(request.user):
        raise PermissionDenied("棚卸しを用意するのは、事務局です。")
    form = RoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = round_actions.make_round(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{made}を用意しました。「始める」を押すと、各課に知らせます。")
            return HttpResponseRedirect(f"{made.get_absolute_url()}#main")
    return render(request, "projects/inventory/new.html", {"form": form})


@require_POST
def remind(request, year):
    """The secretariat: one press reminds every office that owes its answer, or the ticked ones."""
    found = round_or_404(request, year)
    count = round_actions.remind(found, by=request.user, offices=_ticked(request) or None)
    text = f"{count}課に催促しました。" if count else "催促する課はありません（今日すでに催促した課には送りません）。"
    messages.success(request, text)
    return HttpResponseRedirect(f"{found.get_absolute_url()}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, year):
    """The secretariat: what accepting the ticked sheets does, or all that wait for it, is shown, and done by the second press."""
    found = round_or_404(request, year)
    if not can_run_round(request.user):
        raise PermissionDenied
    if request.method != "POST":  # the page's address typed or opened again: its choice is made on the round
        return HttpResponseRedirect(f"{found.get_absolute_url()}#main")
    if "sure" not in request.POST:
        context = {"round": found, "acceptance": acceptance_of(found, _ticked(request) or ripe_offices(found))}
        return render(request, "projects/inventory/accept.html", context)
    versions = {office: small_int(request.POST.get(f"version-{office}"), -1) for office in _ticked(request)}
    try:
        accepted = accept_all(found, versions, by=request.user)
    except ValidationError as error:  # the ledger refuses one of the lines: nothing was written
        messages.error(request, error.messages[0])
        return HttpResponseRedirect(f"{found.get_absolute_url()}#main")
    messages.success(request, f"{accepted.count}課の答えを受け取り、台帳に書きました。")
    if accepted.left:
        messages.warning(request, f"受け取らなかった課：{'、'.join(accepted.left)}。表を開いて、いまのようすを確かめてください。")
    return HttpResponseRedirect(f"{found.get_absolute_url()}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def excuse(request, year):
    """The secretariat: the ticked sheets, or all that nobody has handed in, are closed without an answer, for one reason."""
    found = round_or_404(request, year)
    if not can_run_round(request.user):
        raise PermissionDenied
    if request.method != "POST":  # its choice is made on the round
        return HttpResponseRedirect(f"{found.get_absolute_url()}#main")
    form = ExcuseForm(request.POST if "sure" in request.POST else None)
    if not (form.is_bound and form.is_valid()):
        context = {"round": found, "form": form, "sheets": silent_sheets(found, _ticked(request))}
        return render(request, "projects/inventory/excuse.html", context)
    versions = {office: small_int(request.POST.get(f"version-{office}"), -1) for office in _ticked(request)}
    excused, left = round_actions.excuse_all(found, versions, by=request.user, **form.cleaned_data)
    messages.success(request, f"{excused}課を、回答なしで締めました。")
    if left:
        messages.warning(request, f"締めなかった課：{'、'.join(left)}。表を開いて、いまのようすを確かめてください。")
    return HttpResponseRedirect(f"{found.get_absolute_url()}#main")


@require_POST
def tie(request, year):
    """The secretariat: a new line is a matter that the ledger has already; by the other button, it is not after all."""
    found, mark = round_or_404(request, year), request.POST.get("mark", "")
    try:
        if "undo" in request.POST:
            line = untie_line(found, mark, by=request.user)
            messages.success(request, f"「{line}」を、新しい1件にもどしました。")
        else:
            line = tie_line(found, mark, small_int(request.POST.get("project"), 0), by=request.user)
            messages.success(request, f"「{line}」を、台帳の1件にまとめました。まちがえたときは、受け取る前の画面でもどせます。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return HttpResponseRedirect(f"{reverse('inventory-round', args=[year])}#main")


def _ticked(request):
    return [key for key in map(small_int, request.POST.getlist("office")) if key is not None]


@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request, year, name):
    """The secretariat: one step of a round is asked and confirmed."""
    return step_page(request, round_or_404(request, year), name)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_step(request, year, office, name):
    """The office or the secretariat: one step of a sheet is asked and confirmed."""
    return step_page(request, sheet_or_404(request, year, office), name)
