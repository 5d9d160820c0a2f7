"""A grant: begun, written, sent, followed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import closed_page, say_kept, step_page
from partners.directory.access import is_member
from projects.cycles.plan.row_forms import row_button

from .access import can_write_grant, groups_to_apply_for, is_closed_to
from .apply_actions import begin_grant, etag_of_grant, save_grant, sent_in, written
from .filters import GrantFilter
from .models import Grant
from .page_forms import SETS, GrantForm, NewGrantForm, first_of, rows_of
from .presenters import check_of, grant_page
from .scheme_models import GrantRule


@require_safe
def grants(request):
    """One's own groups', those of one's office, of the secretariat all that were sent. Four queries."""
    scope = Grant.objects.visible_to(request.user).select_related("rule__scheme", "partner")
    found = GrantFilter(request, scope)
    return render(request, "projects/grants/list.html", {"filter": found, "page": found.page})


@require_http_methods(["GET", "HEAD", "POST"])
def grant_new(request, pk):
    """Whoever writes for a group begins an application, while the scheme's rule takes them."""
    rule = GrantRule.objects.open_now().filter(scheme=pk).select_related("scheme").order_by("-fiscal_year").first()
    if rule is None:
        raise Http404
    groups = groups_to_apply_for(request.user)
    if not groups:
        return render(request, "projects/grants/new.html", {"rule": rule, "form": None})
    form = NewGrantForm(request.POST if request.method == "POST" else None, groups=groups)
    if form.is_bound and form.is_valid():
        made = begin_grant(rule, form.cleaned_data.pop("partner"), by=request.user, **form.cleaned_data)
        messages.success(request, "下書きを始めました。続きを書いて、確かめてから申請してください。")
        return redirect(f"{made.page_url('grant-edit')}#main")
    return render(request, "projects/grants/new.html", {"rule": rule, "form": form})


def found_grant(request, pk):
    """The grant in scope (404 otherwise); whoever is not of its group leaves a look."""
    row = get_object_or_404(Grant.objects.visible_to(request.user).select_related(*Grant.at_hand, "cycle__project"), pk=pk)
    if request.method == "GET" and not is_member(request.user, row.partner):
        record_look(by=request.user, target=row, note="補助金のページ")
    return row


@require_safe
def grant(request, pk):
    """The group, who accompanies it, the scheme's office, the secretariat: where it stands, the accounts, papers, payments."""
    row = found_grant(request, pk)
    matter, page = grant_page(row, request.user)
    return render(request, "projects/grants/grant.html", {**matter._asdict(), **page._asdict(), "grant": row})


@require_http_methods(["GET", "HEAD", "POST"])
def grant_edit(request, pk):
    """Whoever writes for the group, as long as it is not sent, or is being put right."""
    row = found_grant(request, pk)
    form, sets = _forms(row, request.POST if request.method == "POST" else None)
    if form.is_bound and is_closed_to(request.user, row, "write"):
        return closed_page(request, row, form, *sets.values())
    if not can_write_grant(request.user, row):
        raise PermissionDenied
    button, status = form.is_bound and row_button(request.POST, SETS), 200
    if form.is_bound and not button and all([form.is_valid(), *(rows.is_valid() for rows in sets.values())]):
        if _saved(request, row, form, sets):
            messages.success(request, "保存しました。計算した額と、足りないところを確かめてください。")
            return redirect(f"{row.page_url('grant')}#main")
        status = 409
    errors = all_errors(form, *sets.values()) if form.is_bound and not button else []
    context = {"grant": row, "form": form, "sets": sets, "error_list": errors}
    return render(request, "projects/grants/edit.html", context, status=status)


def _forms(grant, data):
    """(form, {prefix: formset}); `data` is what was posted, with one row more or less where that was asked for."""
    form = GrantForm(data, initial={**first_of(grant), ETAG: etag_of_grant(grant)})
    more = {"expenses": {"form_kwargs": {"costs": grant.rule.costs.all()}}, "incomes": {}}
    if data is None:
        first = rows_of(grant)
        return form, {name: made(prefix=name, initial=first[name], **more[name]) for name, made in SETS.items()}
    if row_button(data, SETS):
        return form.clear_errors(), {name: made.as_asked(data, name, **more[name]) for name, made in SETS.items()}
    return form, {name: made(data, prefix=name, **more[name]) for name, made in SETS.items()}


def _saved(request, grant, form, sets):
    """Whether it was saved; otherwise the form says that somebody else was faster."""
    try:
        rows = {name: rows.values for name, rows in sets.items()}
        saved = save_grant(grant, by=request.user, **form.cleaned_data, **rows)
    except EditConflict as error:
        form.show_conflict(error)
        return False
    values = {name: value for name, value in form.cleaned_data.items() if name != ETAG}
    say_kept(request, form, written(saved), sent_in(values, **rows))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def grant_step(request, pk, step):
    """One step of the table: ask, confirm, do. Before an application is sent, with how its sum comes about."""
    row = found_grant(request, pk)
    if step == "submit":
        return step_page(request, row, step, template="projects/grants/check.html", context=check_of(row)._asdict())
    return step_page(request, row, step)
