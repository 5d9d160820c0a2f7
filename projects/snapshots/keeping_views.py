"""The lists of the years as the offices keep them: versions, what a correction would change, publishing, withdrawing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.process.errors import EditConflict

from .access import can_keep_lists, can_see_lists
from .actions import publish_list, unpublish_list, would_change
from .keeping_forms import PublishForm, WithdrawForm
from .keeping_presenters import begun, counting, versions, years, years_in_ledger
from .list_presenters import is_published
from .models import Snapshot
from .old_list_actions import withdraw_list

COMPARED_AT_ONCE = 300  # matters of a year
DONE = {
    "publish": "{}の一覧を公表しました。",
    "unpublish": "{}の一覧の公表をやめました。",
    "withdraw": "{}の読み込みを取り下げました。",
}


@require_safe
def year_lists(request):
    """Every year that has a list."""
    if not can_see_lists(request.user):
        raise PermissionDenied
    context = {"years": years(), "counting": counting(), "may_keep": can_keep_lists(request.user), "begun": begun(request.user)}
    return render(request, "projects/snapshots/years.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def year_versions(request, year):
    """One year: its versions; what may be done with the newest."""
    if not can_see_lists(request.user):
        raise PermissionDenied
    made = versions(year)
    if not made:
        raise Http404
    forms, status = _forms(request, made[0]), 200
    asked = next((name for name in forms if name in request.POST), "")
    if request.method == "POST":
        if not can_keep_lists(request.user):
            raise PermissionDenied
        status = _done(request, year, asked, forms)
        if status == 302:
            return HttpResponseRedirect(request.path)
    context = {
        "year": year, "year_label": fiscal_label(year), "versions": made, "newest": made[0], "forms": forms,
        "is_public": is_published(year), "may_keep": can_keep_lists(request.user),
        **_compared(request, made[0]), "is_list": made[0].source == Snapshot.Source.LIST, "form": forms.get(asked),
    }  # fmt: skip
    return render(request, "projects/snapshots/versions.html", context, status=status)


def _compared(request, newest):
    """What a correction would change, where that is asked for or the year is short: the whole ledger of the year is read for it."""
    is_compared = "compare" in request.GET or years_in_ledger(newest.fiscal_year) <= COMPARED_AT_ONCE
    return {"changes": would_change(newest.fiscal_year) if is_compared else {}, "is_compared": is_compared}


def _forms(request, newest):
    sent = request.POST if request.method == "POST" else None
    kinds = {"publish": PublishForm, "unpublish": PublishForm, "withdraw": WithdrawForm}
    first = {"version": newest.version}
    return {name: form(sent if sent and name in sent else None, initial=first) for name, form in kinds.items()}


def _done(request, year, asked, forms):
    """302 where it was done; otherwise the form says what stands in the way, and the page answers so."""
    form = forms.get(asked)
    if form is None or not form.is_valid():
        return 200
    act = {"publish": publish_list, "unpublish": unpublish_list, "withdraw": withdraw_list}[asked]
    try:
        act(year, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return 200
    except EditConflict as error:
        form.add_error(None, str(error))
        return 409
    messages.success(request, DONE[asked].format(fiscal_label(year)))
    return 302
