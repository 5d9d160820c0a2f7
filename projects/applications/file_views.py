"""Papers of an application: handed in, read, withdrawn."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.files.storage import download_response

from .access import can_add_paper, can_read_whole
from .file_actions import add_paper, drop_paper, restore_paper
from .file_forms import ApplicationPaperForm
from .presenters import reads_for_others
from .views import in_scope


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, pk):
    """Whoever writes for the group hands a paper in; the office in charge and the secretariat put in what came on paper."""
    row = in_scope(request, pk)
    if not can_add_paper(request.user, row):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationPaperForm(*sent, asked=row.spec.papers.all())
    if form.is_bound and form.is_valid():
        try:
            add_paper(row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "書類を出しました。")
            return redirect(f"{row.get_absolute_url()}#papers-h")
    return render(request, "projects/applications/file.html", {"application": row, "form": form})


def _found(request, pk, paper):
    row = in_scope(request, pk)
    if not can_read_whole(request.user, row):
        raise PermissionDenied
    return row, get_object_or_404(row.papers.standing().select_related("application"), pk=paper)


@require_safe
def file(request, pk, paper):
    """Hands one out; the right is asked each time, a look of whoever is not of the group is recorded."""
    application, row = _found(request, pk, paper)
    if reads_for_others(request.user, application):
        record_look(by=request.user, target=application, note=f"書類 {row.pk}")
    return download_response(row.stored_as, row.name, row.content_type)


@require_POST
def drop(request, pk, paper):
    """Its side takes it out of the list, or by the other button puts it back; what was never sent goes for good."""
    row = in_scope(request, pk)
    found = row.papers.select_related("application").filter(pk=paper).first()
    try:
        if "undo" not in request.POST:
            if found is not None:
                drop_paper(found, by=request.user)
            messages.success(request, "書類を取り下げました。")
        elif found is None:
            raise Http404
        else:
            restore_paper(found, by=request.user)
            messages.success(request, "書類をもどしました。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{row.get_absolute_url()}#papers-h")
