"""登録の更新: the renewals of a year on one table, ticked, confirmed, done with a result for each."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kyodo_portal.common.forms.typed import taken
from kyodo_portal.common.web.ticks import GONE, ticked
from partners.directory.access import secretariat_only

from .bulk_actions import renew_all
from .bulk_filters import RenewalFilter
from .bulk_presenters import chosen_in, plan_of
from .filing_forms import ReceivedFields
from .models import Registration

MOST = 200


class BulkForm(ReceivedFields):
    """How the renewals came that are entered from paper; what was sent through the portal needs none of it."""

    with_key = True
    buttons = [("run", "更新する", "")]
    handed_in = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=MOST)
    row = forms.Field(required=False, widget=forms.MultipleHiddenInput)


@require_safe
def renewals(request):
    """Whose registration ends soon, and what came of each. `?tick` marks all of the page: a pile of paper has come of them."""
    secretariat_only(request.user)
    context = {"filter": RenewalFilter(request), "today": timezone.localdate(), "most": MOST, "ticks_all": "tick" in request.GET}
    return render(request, "partners/registration/renewals.html", context)


@require_POST
def check(request):
    """The confirm page of what was ticked; sent again with `run`, it is done and each result is said."""
    secretariat_only(request.user)
    if "run" in request.POST:
        return _run(request)
    keys = ticked(request, "group", MOST)
    plan = plan_of(request.user, keys)
    if not any(plan):
        messages.error(request, GONE if keys else "団体が選ばれていません。更新する団体の「選ぶ」に、しるしを付けてください。")
        return HttpResponseRedirect(f"{reverse('registration-renewals')}#main")
    return _confirm(request, plan)


def _form(data=None, *, asks=True, rows=()):
    form = BulkForm(data, initial={"received_on": timezone.localdate(), "row": rows})
    if not asks:
        for name in ("channel", "received_on"):
            del form.fields[name]
    return form


def _confirm(request, plan, form=None):
    rows = [row.value for row in (*plan.sent, *plan.unsent)]
    form = form or _form(asks=bool(plan.unsent), rows=rows)
    return render(request, "partners/registration/renewals_check.html", {"plan": plan, "form": form})


def _run(request):
    chosen = chosen_in(request.POST.getlist("row")[:MOST])
    form = _form(request.POST, asks=any(paper is None for _, paper, _ in chosen))
    if not form.is_valid():
        return _confirm(request, plan_of(request.user, [partner for partner, _, _ in chosen]), form)
    receipt = form.receipt if "channel" in form.fields else None
    results, rest = renew_all(chosen, by=request.user, receipt=receipt, form_key=form.cleaned_data["form_key"])
    before = form.cleaned_data["handed_in"] or 0
    context = {
        "results": sorted(results, key=lambda row: row.is_done),  # what is left to be looked at comes first
        "done": sum(row.is_done for row in results),
        "not_done": sum(not row.is_done for row in results),
        "rest": [":".join("" if part is None else str(part) for part in row) for row in rest],
        "before": before,
        "so_far": before + len(results),
        "whole": before + len(results) + len(rest),
        "data": request.POST,
        "receipt": receipt,
        "channel": Registration.Channel(receipt.channel).label if receipt else "",
    }
    return taken(render(request, "partners/registration/renewals_done.html", context))
