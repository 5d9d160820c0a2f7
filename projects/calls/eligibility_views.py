"""Pages of the admin about who may propose to a call: who came before, and who is let off a condition."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from kyodo_portal.notices.telling import when_told

from .access import can_edit_calls
from .announced_views import call_of, call_page, leads_back
from .eligibility_actions import about_waiver, drop_preparation, end_waiver, note_preparation, waive
from .eligibility_forms import PreparationForm, WaiverForm
from .eligibility_models import Condition

NOTHING_ASKED = "この募集には、団体の種類、要る登録、送る前にすることの、どの条件もありません。免じるものがありません。"


def eligibility_urls(model_admin):
    """The addresses of these pages below a call's own; `model_admin`: whose frame they have."""

    def guarded(view):
        return model_admin.admin_site.admin_view(lambda request, *args, **kwargs: view(model_admin, request, *args, **kwargs))

    return [
        path("<path:object_id>/came/", guarded(came_view), name="projects_call_came"),
        path("<path:object_id>/came/<int:pk>/drop/", guarded(came_drop_view), name="projects_call_came_drop"),
        path("<path:object_id>/waive/", guarded(waive_view), name="projects_call_waive"),
        path("<path:object_id>/waive/<int:pk>/end/", guarded(waive_end_view), name="projects_call_waive_end"),
    ]


def eligibility_links(call, user):
    """[(address, label)] of what this person may do here to a call that asks for something."""
    if not can_edit_calls(user):
        return []
    links = [("came", "説明会や事前の相談に来た団体")] if call.before else []
    links += [("waive", "1つの団体に条件を免じる")] if asked_of(call) else []
    return [(reverse(f"admin:projects_call_{name}", args=[call.pk]), label) for name, label in links]


def asked_of(call):
    """The codes of the conditions that this call has."""
    return [code for code in Condition.values if getattr(call, code)]


def came_view(model_admin, request, object_id):
    """Who came to the briefing or to talk before: the list, and one more."""
    call = call_of(model_admin, request, object_id)
    form = PreparationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = note_preparation(call, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"「{row.partner}」が{row.get_kind_display()}ことを記録しました。")
            return leads_back("came", call)
    rows = list(call.preparations.select_related("partner", "by").order_by("partner__kana_key", "kind"))
    return call_page(model_admin, request, "came", "説明会や事前の相談に来た団体", call, {"form": form, "rows": rows})


def came_drop_view(model_admin, request, object_id, pk):
    """Takes a note off: asked by GET, done by POST."""
    call = call_of(model_admin, request, object_id)
    row = get_object_or_404(call.preparations.select_related("partner", "call"), pk=pk)
    if request.method != "POST":
        return call_page(model_admin, request, "came_drop", "来た記録を消す", call, {"row": row})
    drop_preparation(row, by=request.user)
    messages.success(request, f"「{row.partner}」が{row.get_kind_display()}という記録を消しました。")
    return leads_back("came", call)


def waive_view(model_admin, request, object_id):
    """One group is let off conditions, with a reason."""
    call = call_of(model_admin, request, object_id)
    asked = asked_of(call)
    form = WaiverForm(request.POST if request.method == "POST" else None, asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            row = waive(call, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"「{row.partner}」に、条件を免じました。{when_told('団体', about_waiver(row), by=request.user)}"
            )
            return leads_back("change", call)
    context = {"form": form, "nothing": "" if asked else NOTHING_ASKED}
    return call_page(model_admin, request, "waive", "1つの団体に条件を免じる", call, context)


def waive_end_view(model_admin, request, object_id, pk):
    """Takes it back: asked by GET, done by POST."""
    call = call_of(model_admin, request, object_id)
    row = get_object_or_404(call.waivers.select_related("partner"), pk=pk)
    if request.method != "POST":
        return call_page(model_admin, request, "waive_end", "条件を免じたのを取り消す", call, {"row": row})
    end_waiver(row, by=request.user)
    messages.success(request, f"「{row.partner}」に条件を免じたのを、取り消しました。")
    return leads_back("change", call)
