"""Pages of the admin about a call that everybody could read: withdraw it, begin it anew, let one group in late."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict

from .access import can_edit_calls
from .announced_actions import about_late, about_standing, admit_late, end_late_admission, etag_of_standing, resume, withdraw
from .forms import LateForm, WhyForm
from .promises import affected_by


def announced_urls(model_admin):
    """The addresses of these pages below a call's own; `model_admin`: whose frame they have."""

    def guarded(view):
        return model_admin.admin_site.admin_view(lambda request, *args, **kwargs: view(model_admin, request, *args, **kwargs))

    return [
        path("<path:object_id>/withdraw/", guarded(withdraw_view), name="projects_call_withdraw"),
        path("<path:object_id>/resume/", guarded(resume_view), name="projects_call_resume"),
        path("<path:object_id>/late/", guarded(late_view), name="projects_call_late"),
        path("<path:object_id>/late/<int:pk>/end/", guarded(late_end_view), name="projects_call_late_end"),
    ]


def announced_links(call, user):
    """[(address, label)] of what this person may do to the call here."""
    if not can_edit_calls(user) or not call.is_announced:
        return []
    if call.withdrawn_at:
        return [(_address("resume", call), "もう一度募集する")]
    return [(_address("late", call), "締切のあとに1つの団体を受け付ける"), (_address("withdraw", call), "この募集を取りやめる")]


def _address(name, call):
    return reverse(f"admin:projects_call_{name}", args=[call.pk])


def call_of(model_admin, request, object_id):
    """The call of such a page, for whoever may change it; 404 and 403 for the others."""
    call = model_admin.get_object(request, object_id)
    if call is None or not model_admin.has_view_permission(request, call):
        raise Http404
    if not can_edit_calls(request.user):
        raise PermissionDenied
    return call


def leads_back(name, call):
    """To the call's page of this name."""
    return HttpResponseRedirect(f"{_address(name, call)}#main")


def call_page(model_admin, request, name, title, call, context):
    """One page about a call in the admin's frame."""
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": title, "call": call}
    return render(request, f"admin/projects/call/{name}.html", {**frame, **context})


def withdraw_view(model_admin, request, object_id):
    """この募集を取りやめる: names who is affected, asks why, and does it on POST."""
    call = call_of(model_admin, request, object_id)
    done = "募集を取りやめました。公開のページに、理由が出ています。"
    return _why(model_admin, request, call, "この募集を取りやめる", withdraw, done)


def resume_view(model_admin, request, object_id):
    """もう一度募集する: what was withdrawn begins anew."""
    call = call_of(model_admin, request, object_id)
    return _why(model_admin, request, call, "もう一度募集する", resume, "もう一度募集します。日程を確かめてください。")


def _why(model_admin, request, call, title, action, done):
    form = WhyForm(request.POST if request.method == "POST" else None, label=title, initial={ETAG: etag_of_standing(call)})
    if request.method == "POST" and form.is_valid():
        try:
            action(call, by=request.user, reason=form.cleaned_data["reason"], etag=form.cleaned_data[ETAG])
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict as conflict:
            conflict.entries = typed_in(form)
            raise
        else:
            messages.success(request, f"{done}{_told_of_standing(call, request.user)}")
            return leads_back("change", call)
    return call_page(model_admin, request, "why", title, call, {"form": form, "affected": affected_by(call)})


def _told_of_standing(call, by):
    """Which groups hear of it, and of whom nobody is in the portal; of both nothing where it is as they know it."""
    affected, about = affected_by(call), about_standing(call)
    if not affected:
        return "書きかけの提案書も、出された提案もないので、知らせる団体はありません。"
    unheard = "まだ、だれにも伝わっていません。"  # taken back while the notices waited
    said = when_told(affected.whom, about, by=by, nobody=unheard) if affected.whom else ""
    return said if said == unheard else f"{said}{affected.by_telephone}"


def late_view(model_admin, request, object_id):
    """One group is let in late, with a reason."""
    call = call_of(model_admin, request, object_id)
    form = LateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = admit_late(call, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                f"「{row.partner}」の提案を、締切のあとも受け付けます。{when_told('団体', about_late(row), by=request.user)}",
            )
            return leads_back("change", call)
    context = {"form": form, "shut": not call.has_begun and call.shut_because}
    return call_page(model_admin, request, "late", "締切のあとに1つの団体を受け付ける", call, context)


def late_end_view(model_admin, request, object_id, pk):
    """Takes it back: asked by GET, done by POST."""
    call = call_of(model_admin, request, object_id)
    row = get_object_or_404(call.late_admissions.select_related("partner"), pk=pk)
    if request.method != "POST":
        return call_page(model_admin, request, "late_end", "締切のあとの受付を取り消す", call, {"row": row})
    end_late_admission(row, by=request.user)
    messages.success(request, f"「{row.partner}」の提案を締切のあとに受け付けるのを、取り消しました。")
    return leads_back("change", call)
