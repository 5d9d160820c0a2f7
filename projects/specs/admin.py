"""形態の決めごと in the admin: versions, what each asks, and the two buttons that renew them. The actions write those."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.second_save_admin import SecondSaveInline
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict

from .access import can_edit_spec, can_read_specs, can_renew_spec
from .actions import etag_of_spec, new_version, put_in_use
from .forms import UseForm, VersionForm
from .models import FormField, FormSpec, Ground, PaperAsk

USED = "この版で始まった年度があるので、変えられません。変えるときは「新しい版をつくる」を押してください。"


class Rows(SecondSaveInline, ColumnsAdmin, admin.StackedInline):
    """Rows of a version; closed once a year has begun by it."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return can_read_specs(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_spec(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission


class FieldInline(Rows):
    model = FormField
    fields = ("label", "key", "kind", "options", "help", "asked", "required", "public", "in_table", "order")


class PaperInline(Rows):
    model = PaperAsk
    fields = ("label", "kind", "asked", "required", "only_if_fee", "order")


class GroundInline(Rows):
    model = Ground
    fields = ("text", "for_decline", "for_revoke", "order")


@admin.register(FormSpec)
class FormSpecAdmin(SafeModelAdmin):
    """The secretariat settles, departments read."""

    viewers = staticmethod(can_read_specs)
    editors = staticmethod(can_edit_spec)
    change_form_template = "admin/projects/formspec/change_form.html"
    inlines = [FieldInline, PaperInline, GroundInline]
    list_display = ("title", "version", "state", "way", "evaluation", "counted", "years")
    list_filter = ("state", "way")
    search_fields = ("form__title", "code")
    list_select_related = ("form", "evaluation")
    fieldsets = [
        (None, {"fields": ["way", "evaluation", "counted"]}),
        (
            "申し出と報告",
            {
                "fields": ["apply_days", "apply_from", "answer_days", "report", "report_days"],
                "description": "形態のページに出ます。",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(begun=Count("cycles"))

    @admin.display(description="形態")
    def title(self, spec):
        return spec.title

    @admin.display(description="これで始まった年度")
    def years(self, spec):
        return f"{spec.begun:,}件"

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<path:object_id>/version/", guarded(self.version_view), name="projects_formspec_version"),
            path("<path:object_id>/use/", guarded(self.use_view), name="projects_formspec_use"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        spec = self.get_object(request, object_id)
        extra = {"used": ""}
        if spec is not None and can_renew_spec(request.user):
            links = [("version", "新しい版をつくる")] + (
                [("use", "この版を使い始める")] if spec.state == spec.State.DRAFT else []
            )
            extra["links"] = [(reverse(f"admin:projects_formspec_{name}", args=[spec.pk]), label) for name, label in links]
            extra["used"] = USED if spec.is_used else ""
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _spec(self, request, object_id):
        spec = self.get_object(request, object_id)
        if spec is None:
            raise Http404
        if not can_renew_spec(request.user):
            raise PermissionDenied
        return spec

    def _asked(self, request, spec, form, title, says):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, "admin/projects/formspec/ask.html", {**frame, "spec": spec, "form": form, "says": says})

    def version_view(self, request, object_id):
        """For which form, then the draft."""
        spec = self._spec(request, object_id)
        form = VersionForm(request.POST if request.method == "POST" else None, spec=spec, etag=etag_of_spec(spec))
        if request.method == "POST" and form.is_valid():
            made = new_version(spec, by=request.user, form=form.cleaned_data["form"])
            messages.success(request, "新しい版の下書きができました。直してから、使い始めてください。")
            return redirect("admin:projects_formspec_change", made.pk)
        says = "いまの内容を写した下書きができます。使い始めるまで、いまの版のままです。"
        return self._asked(request, spec, form, "新しい版をつくる", says)

    def use_view(self, request, object_id):
        """What changes with it, then it is in use."""
        spec = self._spec(request, object_id)
        form = UseForm(request.POST if request.method == "POST" else None, initial={ETAG: etag_of_spec(spec)})
        if request.method == "POST" and form.is_valid():
            try:
                put_in_use(spec, by=request.user, etag=form.cleaned_data[ETAG])
            except EditConflict as error:
                form.overtaken(str(error), etag_of_spec(error.subject), {})
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, f"{spec}を使い始めました。")
                return redirect("admin:projects_formspec_change", spec.pk)
        says = "これから始まる年度は、この版で進みます。もう始まっている年度は、始まったときの版のまま進みます。"
        return self._asked(request, spec, form, "この版を使い始める", says)
