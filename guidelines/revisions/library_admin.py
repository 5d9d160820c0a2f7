"""What stands in the library: to look at, to find what is old, to begin a revision from, to take out as a file."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from guidelines.library import access, models
from guidelines.library.blocks import BLOCKS
from kyodo_portal.audit.actions import record
from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.lists.together import together

from .base_admin import LastCheckFilter, LibraryAdmin, error_text, page
from .forms import GuidelineForm, ImportForm
from .guideline_actions import begin_guideline, show_guideline, withdraw_guideline
from .importing import file_of
from .loading_actions import import_guideline
from .row_codec import ITEMS


@admin.register(models.Municipality)
class MunicipalityAdmin(SafeModelAdmin):
    viewers = staticmethod(access.can_look)
    adders = editors = staticmethod(access.can_edit)
    list_display = ["name", "kana", "prefecture", "code", "is_own"]
    search_fields = ["name", "kana", "prefecture", "code"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "code":
            field.help_text = "6桁の数字。先頭の0も入れます。"  # the column's own example is a city that there is
        return field


@admin.register(models.Guideline)
class GuidelineAdmin(LibraryAdmin):
    """Guidelines begin here and by file; a published one is taken off the pages here."""

    index_order = 1
    adders = staticmethod(access.can_add)
    list_display = ["title", "municipality", "issued", "state", "checked"]
    list_filter = [LastCheckFilter]
    search_fields = ["title", "summary", "municipality__name", "issuer"]
    list_select_related = ["municipality", "checked_by"]
    change_list_template = "admin/guidelines/guideline_list.html"

    @admin.display(description="発行")
    def issued(self, obj):
        return obj.issued or "記載なし"

    @admin.display(description="公開")
    def state(self, obj):
        return "公開中" if obj.is_published else "下書き"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name="guidelines_guideline_import"),
            path("<path:object_id>/export/", view(self.export_view), name="guidelines_guideline_export"),
            path("<path:object_id>/withdraw/", view(self.withdraw_view), name="guidelines_guideline_withdraw"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Name and address first; everything else is written in the revision that this begins."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = GuidelineForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                revision = begin_guideline(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                count = revision.rows.filter(part="chapters").count()
                words = f"文章から{count}の節をつくりました。題と要点を確かめて" if count else "節や項目を足して"
                messages.success(request, f"下書きをつくりました。{words}、確認を依頼してください。")
                return redirect("admin:guidelines_revision_change", revision.pk)
        return page(request, self, "form", "ガイドラインを足す", form=form)

    def import_view(self, request):
        """A file becomes a revision: what differs is seen before anything is public."""
        if not access.can_edit(request.user):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                revision = import_guideline(form.cleaned_data["file"], by=request.user, form_key=form.cleaned_data["form_key"])
            except ValidationError as error:
                form.add_error("file", error_text(error))
            else:
                messages.success(
                    request, f"{revision.rows.count()}件のちがいを、改稿に入れました。確かめてから公開してください。"
                )
                return redirect("admin:guidelines_revision_change", revision.pk)
        return page(request, self, "form", "ガイドラインをファイルから取り込む", form=form)

    @method_decorator(require_safe)
    def export_view(self, request, object_id):
        """The whole guideline with its pictures as one file."""
        guideline = self.get_object(request, unquote(object_id))
        if guideline is None or not self.has_view_permission(request, guideline):
            raise Http404
        record("export", by=request.user, target=guideline)
        answer = HttpResponse(file_of(guideline), content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{guideline.slug}.json"'
        return answer

    def withdraw_view(self, request, object_id):
        """Ask, then take the guideline off the pages, or put one that was taken off back as it stood."""
        guideline = self._item_or_refuse(request, object_id)
        if not access.can_edit(request.user):
            raise PermissionDenied
        if not _was_published(guideline):
            raise Http404
        back = self._address("change", guideline)
        if request.method == "POST":
            shown = "show" in request.POST
            (show_guideline if shown else withdraw_guideline)(guideline, by=request.user)
            messages.success(
                request, f"「{guideline}」をもう一度公開しました。" if shown else f"「{guideline}」の公開をやめました。"
            )
            return redirect(back)
        title = f"「{guideline}」の公開をやめる" if guideline.is_published else f"「{guideline}」をもう一度公開する"
        return page(request, self, "withdraw", title, original=guideline, back=back)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        guideline = self.get_object(request, unquote(object_id))
        may = guideline is not None and access.can_edit(request.user) and _was_published(guideline)
        return super().change_view(request, object_id, form_url, {"may_withdraw": may, **(extra_context or {})})


def _was_published(guideline):
    return guideline.is_published or guideline.revisions.published().exists()


@admin.register(models.Chapter)
class ChapterAdmin(LibraryAdmin):
    index_order = 3
    list_display = ["__str__", "guideline", "lead", "checked"]
    list_filter = ["guideline", LastCheckFilter]
    list_select_related = ["guideline", "checked_by"]
    search_fields = ["search_text"]
    readonly_fields = ["markers", "items"]

    @admin.display(description="この節に載せている項目")
    def items(self, obj):
        """What the markers of the body show: a phone number stands in its contact, not in the chapter's text."""
        rows = (model._base_manager.filter(chapter=obj).order_by("order", "pk") for model in ITEMS.values())
        items = [item for some in together(*rows) for item in some]
        lines = [
            (reverse(f"admin:guidelines_{item._meta.model_name}_change", args=[item.pk]), item._meta.verbose_name, item)
            for item in items
        ]
        return format_html_join("", '<p><a href="{}">{}「{}」</a></p>', lines) or "ありません。"

    @admin.display(description="本文に置ける印")
    def markers(self, obj):
        return "行に [[名前]] とだけ書くと、この節の項目がそこに出ます。使える名前：" + "、".join(BLOCKS)


class ItemAdmin(LibraryAdmin):
    """The base of everything that stands in a chapter."""

    list_display = ["title", "guideline", "chapter", "order", "checked"]
    list_filter = ["guideline", LastCheckFilter]
    list_select_related = ["guideline", "chapter", "checked_by"]
    search_fields = ["search_text"]

    def get_list_display(self, request):
        names = {field.name for field in self.model._meta.fields}
        return [*super().get_list_display(request), *[name for name in ("code", "actor", "phase", "rung") if name in names]]


@admin.register(models.CollaborationForm)
class CollaborationFormAdmin(ItemAdmin):
    """Forms are switched off, never deleted: the ledger of former years counts by them."""

    list_display = ["title", "guideline", "is_active", "order", "checked"]


for model in (
    models.Term, models.Principle, models.Role, models.FirstStep, models.ActivityField, models.SupportScheme, models.Step,
    models.Policy, models.Column, models.Effect, models.ContactPoint, models.Trouble, models.CaseStudy,
):  # fmt: skip
    admin.site.register(model, ItemAdmin)
