"""A year's working pages for both sides: where it stands, the plan, the record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kyodo_portal.common.forms import all_errors
from kyodo_portal.process.pages import step_page
from projects.access import can_edit_plan, can_edit_update, can_post_update, can_work_on
from projects.actions import do
from projects.actions.plan import Overtaken, confirm_plan, digest, plan_of, save_plan
from projects.forms.cycles import ASK_FIELDS, UpdateEditForm, UpdateForm, asked_for_row, plan_forms
from projects.models import Cycle
from projects.reading_cycles import page_of_cycle


def working_cycle(request, pk, fiscal_year):
    """The cycle of this address: 404 for whom its project does not exist, 403 for whoever has no part in it."""
    found = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), project_id=pk, fiscal_year=fiscal_year)
    if not can_work_on(request.user, found):
        raise PermissionDenied
    return found


def done(request, cycle, said):
    """Back to the year's page, with one sentence about what was done."""
    messages.success(request, said)
    return redirect(f"{cycle.get_absolute_url()}#main")


def cycle(request, pk, fiscal_year):
    """Both sides, city staff, the coordinator: where this year stands and what can be done now."""
    found = working_cycle(request, pk, fiscal_year)
    return render(request, "projects/cycles/cycle.html", page_of_cycle(found, request.user))


def cycle_step(request, pk, step):
    """One step of the table: ask, confirm, do."""
    found = get_object_or_404(Cycle.objects.visible_to(request.user).with_people(), pk=pk)
    if not can_work_on(request.user, found):
        raise PermissionDenied
    return step_page(request, found, step, ask_fields=ASK_FIELDS)


def plan(request, pk, fiscal_year):
    """Either side while preparing; the city once for every change that was allowed."""
    found = working_cycle(request, pk, fiscal_year)
    if not can_edit_plan(request.user, found):
        raise PermissionDenied
    stored = plan_of(found)
    form, sets = plan_forms(stored, digest(stored), request.POST if request.method == "POST" else None)
    if request.method == "POST" and not asked_for_row(request.POST):
        if all([form.is_valid(), *(one.is_valid() for one in sets.values())]):
            try:
                save_plan(found, by=request.user, **written(form, sets))
            except Overtaken as error:
                form.add_error(None, error)
                form = form.with_mark(digest(stored))
                sets["overtaken"] = stored
            else:
                return done(request, found, "計画を保存しました。")
    return show_plan(request, found, form, sets)


def written(form, sets):
    """What the plan's action is called with."""
    rows = {"goals": sets["goals"].rows, "roles": sets["roles"].rows, "budget": sets["money"].rows}
    return {**form.cleaned_data, **rows}


def show_plan(request, cycle, form, sets):
    overtaken = sets.pop("overtaken", None)
    errors = all_errors(form, *sets.values()) if form.is_bound and not asked_for_row(request.POST) else []
    context = {"cycle": cycle, "form": form, "sets": sets, "error_list": errors, "overtaken": overtaken}
    return render(request, "projects/cycles/plan.html", context)


@require_POST
def confirm(request, pk, fiscal_year):
    """One side says that it agrees with the plan as the page showed it."""
    found = working_cycle(request, pk, fiscal_year)
    try:
        now = confirm_plan(found, by=request.user, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{found.get_absolute_url()}#main")
    said = (
        "双方がそろい、計画に合意しました。"
        if now.status == "agreed"
        else "「この計画でよい」を受け付けました。相手の確認を待ちます。"
    )
    return done(request, found, said)


def update_new(request, pk, fiscal_year):
    """Either side posts what happened."""
    found = working_cycle(request, pk, fiscal_year)
    if not can_post_update(request.user, found):
        raise PermissionDenied
    form = UpdateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        do.post_update(found, by=request.user, **form.cleaned_data)
        return done(request, found, "活動記録を載せました。")
    return render(request, "projects/cycles/update.html", {"cycle": found, "form": form, "heading": "活動記録を書く"})


def update_edit(request, pk, fiscal_year, update_pk):
    """The writer puts an entry right within 24 hours."""
    found = working_cycle(request, pk, fiscal_year)
    update = get_object_or_404(found.updates.all(), pk=update_pk)
    if not can_edit_update(request.user, update):
        raise PermissionDenied("書いた人だけが、24時間のあいだ直せます。")
    first = {name: getattr(update, name) for name in ("happened_on", "title", "body", "people", "is_public")}
    form = UpdateEditForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        do.edit_update(update, by=request.user, **form.cleaned_data)
        return done(request, found, "活動記録を直しました。")
    return render(request, "projects/cycles/update.html", {"cycle": found, "form": form, "heading": "活動記録を直す"})
