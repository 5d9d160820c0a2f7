"""The library in the admin: the secretariat writes, all city staff look. Text is Markdown; histories keep former texts."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import TextField

from kyodo_portal.common import fields
from kyodo_portal.common.admin import SafeModelAdmin

from . import access, models
from .blocks import BLOCKS


class LibraryAdmin(SafeModelAdmin):
    """Rights of everything in the library."""

    viewers = staticmethod(access.can_look)
    adders = editors = staticmethod(lambda user, obj=None: False)  # texts change by revisions
    sentences = ("lead", "summary", "purpose")  # one line by nature, but too long for a line's box

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.sentences:
            kwargs["widget"] = _rows(2)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def _rows(number):
    """A text box of so many lines."""
    return AdminTextareaWidget(attrs={"rows": number})


@admin.register(models.Municipality)
class MunicipalityAdmin(LibraryAdmin):
    adders = staticmethod(access.can_add)
    editors = staticmethod(access.can_edit)
    list_display = ["name", "kana", "prefecture", "code", "is_own"]


@admin.register(models.Guideline)
class GuidelineAdmin(LibraryAdmin):
    list_display = ["title", "municipality", "issued", "state"]
    list_select_related = ["municipality"]

    @admin.display(description="発行")
    def issued(self, obj):
        return obj.issued or "記載なし"

    @admin.display(description="公開")
    def state(self, obj):
        return "公開中" if obj.is_published else "下書き"


@admin.register(models.Chapter)
class ChapterAdmin(LibraryAdmin):
    list_display = ["__str__", "guideline", "lead"]
    list_filter = ["guideline"]
    list_select_related = ["guideline"]
    search_fields = ["search_text"]
    readonly_fields = ["markers"]

    @admin.display(description="本文に置ける印")
    def markers(self, obj):
        return "行に [[名前]] とだけ書くと、この章の項目がそこに出ます。使える名前：" + "、".join(BLOCKS)


class ItemAdmin(LibraryAdmin):
    """The base of everything that stands in a chapter."""

    list_display = ["title", "guideline", "chapter", "order"]
    list_filter = ["guideline"]
    list_select_related = ["guideline", "chapter"]
    search_fields = ["title", "body"]

    def get_list_display(self, request):
        names = {field.name for field in self.model._meta.fields}
        return [*self.list_display, *[name for name in ("code", "actor", "phase") if name in names]]


@admin.register(models.CollaborationForm)
class CollaborationFormAdmin(ItemAdmin):
    """Forms are switched off, never deleted: the ledger of former years counts by them."""

    deleters = staticmethod(lambda user, obj=None: False)
    list_display = ["title", "guideline", "is_active", "small", "order"]


class CaseRoleInline(admin.StackedInline):
    model = models.CaseRole
    extra = 1
    # Texts of an inline are cleaned like all others.
    formfield_overrides = {**SafeModelAdmin.formfield_overrides, TextField: {"form_class": fields.TextField, "widget": _rows(3)}}

    def has_view_permission(self, request, obj=None):
        return access.can_look(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(models.CaseStudy)
class CaseStudyAdmin(ItemAdmin):
    inlines = [CaseRoleInline]


for model in (
    models.Term, models.Principle, models.Role, models.FirstStep, models.ActivityField, models.SupportScheme, models.Step,
    models.Policy, models.Column, models.Effect, models.ContactPoint, models.Trouble,
):  # fmt: skip
    admin.site.register(model, ItemAdmin)
