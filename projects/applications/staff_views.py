"""Pages of the city: what was sent, ticked and received or approved together; what came on paper or by telephone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.web.ticks import GONE, ticked
from kyodo_portal.process.bulk_actions import chosen_in
from partners.directory.access import is_secretariat, offices_of
from partners.models import Partner
from projects.ledger.admin_presenters import partners_found

from .access import can_enter, can_see_applications
from .actions import enter_application
from .bulk_actions import take_all
from .bulk_forms import FORMS, plan_of
from .filters import DeskFilter
from .forms import EnterForm, takes_applications
from .presenters import desk_row

MOST = 100
FOUND = 30  # groups that a search shows


def _staff_only(user):
    if not can_see_applications(user):
        raise Http404


@require_safe
def desk(request):
    """The applications of one's office, the secretariat's all. `?tick` marks all of the page."""
    _staff_only(request.user)
    found, ticks_all = DeskFilter(request), "tick" in request.GET
    context = {"filter": found, "rows": [desk_row(row, ticks_all) for row in found.page], "ticks_all": ticks_all}
    return render(request, "projects/applications/desk.html", context)


@require_POST
def bulk(request):
    """The confirm page of what was ticked; sent again with `run`, it is done and each result is said."""
    _staff_only(request.user)
    step = next((name for name in FORMS if name == request.POST.get("step")), None)
    if step is None:
        raise Http404
    if "run" in request.POST:
        return _run(request, step)
    keys = ticked(request, "application", MOST)
    plan = plan_of(request.user, step, keys)
    if not (plan.takes or plan.left_out):
        messages.error(request, GONE if keys else "申請が選ばれていません。「選ぶ」に、しるしを付けてください。")
        return redirect("application-desk")
    return _confirm(request, step, plan)


def _confirm(request, step, plan, form=None):
    form = form or FORMS[step](initial={"row": [row.value for row in plan.takes], "step": step})
    return render(request, "projects/applications/bulk_check.html", {"plan": plan, "form": form, "step": step})


def _run(request, step):
    chosen, form = chosen_in(request.POST.getlist("row")[:MOST]), FORMS[step](request.POST)
    if not form.is_valid():
        return _confirm(request, step, plan_of(request.user, step, [key for key, _ in chosen]), form)
    results, rest = take_all(step, chosen, by=request.user, **form.answers)
    undo = f"undo_{step}" if f"undo_{step}" in FORMS else ""
    context = {
        "results": sorted(results, key=lambda row: row.is_done),  # what is left to be looked at comes first
        "done": [row for row in results if row.is_done],
        "not_done": sum(not row.is_done for row in results),
        "rest": [f"{key}:{version}" for key, version in rest],
        "step": step,
        "undo": FORMS[undo](initial={"row": [row.value for row in results if row.is_done], "step": undo}) if undo else None,
        "again": [(name, value) for name, value in request.POST.items() if name not in ("row", "csrfmiddlewaretoken", "run")],
    }
    return render(request, "projects/applications/bulk_done.html", context)


@require_safe
def enter(request):
    """What came, and of whom: the kind, and the group out of the directory."""
    if not can_enter(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:100]
    found = list(partners_found(words).order_by("kana_key", "pk")[: FOUND + 1]) if words else []
    context = {"kinds": list(takes_applications()), "words": words, "groups": found[:FOUND], "more": len(found) > FOUND}
    return render(request, "projects/applications/enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_for(request, spec, partner):
    """Enter it as it came; the office in charge has received it with that."""
    if not can_enter(request.user):
        raise PermissionDenied
    spec = get_object_or_404(takes_applications(), pk=spec)
    partner = get_object_or_404(Partner.objects.choosable().filter(office=Partner.Office.NONE), pk=partner)
    offices = None if is_secretariat(request.user) else offices_of(request.user)
    form = EnterForm(request.POST if request.method == "POST" else None, spec=spec, partner=partner, offices=offices)
    if form.is_bound and form.is_valid():
        try:
            said = {**form.came, **form.values, "form_key": form.cleaned_data["form_key"]}
            made = enter_application(spec, partner=partner, by=request.user, **said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"受け付けました。受付番号は {made.number} です。")
            return redirect(f"{made.get_absolute_url()}#main")
    return render(request, "projects/applications/enter_for.html", {"spec": spec, "partner": partner, "form": form})
