"""A case is begun out of the record, written, and read by both sides."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.process.pages import edit_form, refusal, saved_over, step_page
from projects.entries.models import Project

from .access import can_begin_case, can_read_case, can_write_case
from .actions import begin_case, save_case, written
from .forms import EditCaseForm, NewCaseForm
from .models import CaseDraft
from .presenters import page_of_draft
from .record import words_of_record


def _draft_or_refuse(request, pk):
    """The draft in scope: 404 for whom it does not exist, 403 for whoever has no part in its entry."""
    draft = get_object_or_404(CaseDraft.objects.visible_to(request.user).with_people(), pk=pk)
    if not can_read_case(request.user, draft):
        raise PermissionDenied
    return draft


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, pk):
    """The department or the secretariat: the draft as the record says it, put right and kept."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    open_draft = CaseDraft.objects.visible_to(request.user).open().filter(project=project).first()
    if open_draft is not None and request.method != "POST":
        return redirect(f"{open_draft.get_absolute_url()}#main")
    if open_draft is None and not can_begin_case(request.user, project):
        raise PermissionDenied
    form = NewCaseForm(request.POST) if request.method == "POST" else NewCaseForm(initial=words_of_record(project))
    if form.is_bound and form.is_valid():
        draft = begin_case(project, by=request.user, form_key=form.cleaned_data["form_key"], **form.values)
        messages.success(request, "下書きにしました。読み直してから、団体に確認をお願いしてください。")
        return redirect(f"{draft.get_absolute_url()}#main")
    return render(request, "projects/cases/form.html", _form_of(project, form, project, "事例にする"))


@require_safe
def case(request, pk):
    """Both sides, the secretariat, the coordinator: what the case will say, whose turn it is."""
    return render(request, "projects/cases/case.html", page_of_draft(_draft_or_refuse(request, pk), request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """The city's side writes the draft."""
    draft = _draft_or_refuse(request, pk)
    if not can_write_case(request.user, draft):
        raise refusal(request, draft, "write")
    form = edit_form(request, EditCaseForm, written(draft))
    if saved_over(request, form, partial(save_case, draft, by=request.user), written):
        messages.success(request, "下書きを保存しました。")
        return redirect(f"{draft.get_absolute_url()}#main")
    context = _form_of(draft.project, form, draft, "事例の下書きを書く")
    return render(request, "projects/cases/form.html", context, status=form.http_status)


def _form_of(project, form, back, heading):
    return {"project": project, "form": form, "back": back.get_absolute_url(), "heading": heading}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """One step of the table: ask, confirm, do."""
    return step_page(request, _draft_or_refuse(request, pk), step)
