"""意見募集 in the admin: a round is written with its papers here, its steps are taken, and the way leads to what came in."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join

from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.forms.classes import more_of
from kyodo_portal.common.second_save_admin import SecondSaveInline
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import is_secretariat, offices_of
from projects.calls.offices import city_offices, named_already

from . import access
from .models import OpinionRound, RoundPaper

SHORT = "受付の期間が30日より短いので、わけを書くか、しめきりの日を後にしてください。"


class PaperInline(SecondSaveInline, ColumnsAdmin, admin.StackedInline):
    """The papers of a round: until it is announced."""

    model = RoundPaper
    fields = ["order", "title", "text"]
    extra = 1

    def has_view_permission(self, request, obj=None):
        return access.can_see_rounds(request.user)

    def has_add_permission(self, request, obj=None):
        return access.can_write_round(request.user, obj) if obj is not None else access.can_begin_round(request.user)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and access.can_write_round(request.user, obj)


class RoundRules:
    """A last day after the first one, and a reason for a short round."""

    def clean(self):
        data = super().clean()
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", "受付を始める日か、それより後の日にしてください。")
        elif first and last and (last - first).days < 29 and not (data.get("short_why") or "").strip():
            self.add_error("short_why", SHORT)
        return data


@admin.register(OpinionRound)
class OpinionRoundAdmin(StepAdmin):
    viewers = staticmethod(access.can_see_rounds)
    adders = staticmethod(access.can_begin_round)
    list_display = ["title", "status", "department", "opens_on", "closes_on", "result_due"]
    list_filter = [QueueFilter, "status"]
    list_select_related = ["department"]
    search_fields = ["title", "what"]
    inlines = [PaperInline]
    written = [
        "title", "what", "why_now", "basis", "department", "revision", "parts", "opens_on", "closes_on", "short_why", "asks_name",
        "asks_address", "result_due", "is_sample",
    ]  # fmt: skip
    readonly_fields = ["ways"]

    def editors(self, user, obj):
        """Until it is announced all of it, while opinions are answered the first words of its result."""
        if obj is None:
            return access.can_see_rounds(user)
        return access.can_write_round(user, obj) or access.can_write_result(user, obj)

    def get_fields(self, request, obj=None):
        return self.written if obj is None else ["ways", *self.written, "result_text"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return ["ways", "result_text"] if obj.may("write") else ["ways", *self.written]

    @admin.display(description="この意見募集のページ")
    def ways(self, round):
        pages = [("公開のページ", reverse("opinion-round", args=[round.pk]))]
        pages += [("届いた意見", reverse("opinions-received", args=[round.pk]))]
        pages += [("案のファイル", reverse("opinion-files", args=[round.pk]))] if round.may("write") else []
        pages += [("紙などの意見を入れる", reverse("opinion-enter", args=[round.pk]))] if round.may("enter") else []
        pages += [("意見をまとめて答える", reverse("opinion-points", args=[round.pk]))] if round.may("answers") else []
        return format_html_join("　", '<a href="{}">{}</a>', [(url, label) for label, url in pages])

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return more_of(form, RoundRules) if obj is None or obj.may("write") else form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "department":
            offices = city_offices(named_already(request, self.model))
            kwargs["queryset"] = offices if is_secretariat(request.user) else offices.filter(pk__in=offices_of(request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        sync_tasks(obj, by=request.user)


register_queues(OpinionRound)
