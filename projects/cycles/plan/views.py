"""The plan is written and agreed to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import refusal
from projects.cycles.access import can_edit_plan
from projects.cycles.money import doubts_about_plan
from projects.cycles.views import done, working_cycle

from .actions import confirm_plan, save_plan, take_back_confirmation
from .content import plan_of
from .forms import SETS, plan_forms
from .row_forms import row_button


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, pk, fiscal_year):
    """Either side while preparing; what is agreed changes by a request (do/change_views.py)."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_edit_plan(request.user, cycle):
        raise refusal(request, cycle, "plan")
    stored = plan_of(cycle)
    form, sets = plan_forms(
        stored, etag_of(stored), request.POST if request.method == "POST" else None, needs_goal=cycle.needs_goal
    )
    if request.method == "POST" and not row_button(request.POST, SETS):
        valid = all([form.is_valid(), *(formset.is_valid() for formset in sets.values())])
        if valid and not form.asks_about(doubts_about_plan(stored, written(form, sets))):
            try:
                save_plan(cycle, by=request.user, **written(form, sets))
            except ValidationError as error:
                form.add_error(None, error)
            except EditConflict as error:
                form.add_error(None, str(error))
                form = form.knowing(etag_of(stored))
                sets["overtaken"] = stored
            else:
                return done(request, cycle, "計画を保存しました。")
    return show_plan(request, cycle, form, sets)


def written(form, sets):
    """What the plan's action is called with."""
    parts = {"goals": sets["goals"].values, "roles": sets["roles"].values, "budget": sets["money"].values}
    return {**form.cleaned_data, **parts}


def show_plan(request, cycle, form, sets):
    overtaken = sets.pop("overtaken", None)
    errors = all_errors(form, *sets.values()) if form.is_bound and not row_button(request.POST, SETS) else []
    context = {"cycle": cycle, "form": form, "sets": sets, "error_list": errors, "overtaken": overtaken}
    return render(request, "projects/cycles/plan/plan.html", context, status=409 if overtaken else 200)


@require_POST
def confirm(request, pk, fiscal_year):
    """One side says that it agrees with the plan as the page showed it, or takes that back."""
    cycle = working_cycle(request, pk, fiscal_year)
    if "back" in request.POST:
        take_back_confirmation(cycle, by=request.user)
        return done(request, cycle, "「この計画でよい」を取り消しました。")
    try:
        now = confirm_plan(cycle, by=request.user, etag=request.POST.get(ETAG, ""))
    except (EditConflict, ValidationError) as error:
        messages.error(request, str(error) if isinstance(error, EditConflict) else " ".join(error.messages))
        return redirect(f"{cycle.get_absolute_url()}#main")
    said = (
        "双方がそろい、計画に合意しました。"
        if not now.may("plan")
        else "「この計画でよい」を受け付けました。相手の確認を待ちます。"
    )
    return done(request, cycle, said)
