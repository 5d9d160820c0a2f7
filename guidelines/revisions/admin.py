"""改稿 in the admin: choose what to change, write, look at it as readers will, ask for the check, publish or set a date."""

import copy
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, path, resolve, reverse

from guidelines.library.blocks import BLOCKS
from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict

from . import access, actions, revision_diff
from .base_admin import error_text, page
from .forms import RevisionForm, WordsForm
from .models import Revision
from .row_codec import PARTS, key_of, stored_rows
from .row_forms import ROLE_ROWS, role_rows, roles_of, row_form


@admin.register(Revision)
class RevisionAdmin(StepAdmin):
    index_order = 2
    viewers = adders = staticmethod(access.can_open_revision)
    change_form_template = "admin/guidelines/revision.html"
    view_on_site = False
    list_display = ["title", "guideline", "status", "author", "publish_at", "opened_at"]
    list_filter = [QueueFilter, "status", "guideline"]
    list_select_related = ["guideline", "author"]
    search_fields = ["title"]
    fields = ["guideline", "title", "note", "writer", "opened_at", "publish_at"]
    readonly_fields = ["writer"]

    @admin.display(description="書いた人")
    def writer(self, obj):
        """A name, no link: most staff may not open the page of a user."""
        return str(obj.author) if obj.author else "ファイルから"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("guideline__municipality", "author")

    def get_urls(self):
        view, name = self.admin_site.admin_view, "guidelines_revision"
        return [
            path("<path:object_id>/words/", view(self.words_view), name=f"{name}_words"),
            path("<path:object_id>/contents/", view(self.contents_view), name=f"{name}_contents"),
            path("<path:object_id>/row/<slug:part>/<slug:key>/", view(self.row_view), name=f"{name}_row"),
            path("<path:object_id>/add/<slug:part>/", view(self.row_view), {"key": None}, name=f"{name}_add_row"),
            path("<path:object_id>/remove/<slug:part>/<slug:key>/", view(self.remove_view), name=f"{name}_remove"),
            path("<path:object_id>/up/<slug:part>/<slug:key>/", view(self.up_view), name=f"{name}_up"),
            path("<path:object_id>/drop/<slug:part>/<slug:key>/", view(self.drop_view), name=f"{name}_drop"),
            path("<path:object_id>/preview/", view(self.preview_view), name=f"{name}_preview"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = RevisionForm(request.POST or None, initial={"guideline": request.GET.get("guideline")})
        if request.method == "POST" and form.is_valid():
            revision = actions.open_revision(by=request.user, **form.cleaned_data)
            return redirect("admin:guidelines_revision_contents", revision.pk)
        return page(request, self, "form", "改稿を始める", form=form)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        revision = self.get_object(request, unquote(object_id))
        extra = {}
        if revision is not None:
            extra = {
                "changed_rows": revision_diff.describe_changes(revision),
                "may_write": access.can_write_revision(request.user, revision),
            }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _revision(self, request, object_id, writing=True):
        revision = self.get_object(request, unquote(object_id))
        if revision is None or not self.has_view_permission(request, revision):
            raise Http404
        if writing and not access.can_write_revision(request.user, revision):
            raise PermissionDenied
        return revision

    def words_view(self, request, object_id):
        """What the revision is called and why it is made."""
        revision = self._revision(request, object_id)
        form = WordsForm(request.POST or None, initial={"title": revision.title, "note": revision.note})
        if request.method == "POST" and form.is_valid():
            actions.reword_revision(revision, by=request.user, **form.cleaned_data)
            return redirect(revision.get_absolute_url())
        return page(
            request, self, "form", "題と、変える理由を直す", form=form, original=revision, back=revision.get_absolute_url()
        )

    def contents_view(self, request, object_id):
        """Everything that can be changed, by parts."""
        revision = self._revision(request, object_id)
        return page(
            request, self, "contents", "変えるところを選ぶ", original=revision, groups=revision_diff.contents(revision),
            back=revision.get_absolute_url(),
        )  # fmt: skip

    def row_view(self, request, object_id, part, key):
        """The form of one row; 「下書きに入れて、見てみる」 leads on to the page as it will read."""
        revision = self._revision(request, object_id)
        key = "" if part == "guideline" and key == "-" else key
        stored = stored_rows(revision.guideline)
        after = revision_diff.rows_after(revision, stored)
        if part not in PARTS or (key is None and part == "guideline") or (key is not None and (part, key) not in after):
            raise Http404
        data = request.POST if request.method == "POST" else None
        form = row_form(revision, part, key, data, stored)
        roles = role_rows(after.get((part, key), {}), data) if part == "cases" else None
        other = None  # how what somebody else wrote meanwhile differs from what was typed here
        if data is not None and roles is not None and roles.add_name in data:
            form.clear_errors()
            roles = ROLE_ROWS.with_new_row(data, "roles")
        elif data is not None and all([form.is_valid(), roles is None or roles.is_valid()]):
            row = form.row | ({"roles": roles_of(roles)} if roles is not None and roles_of(roles) else {})
            try:
                actions.put_row(revision, part, key, row, by=request.user, etag=form.cleaned_data[ETAG])
            except EditConflict as conflict:
                form.knowing(form.initial[ETAG]).add_error(None, str(conflict))
                other = revision_diff.describe_fields(part, row, after[part, key])
            except ValidationError as error:
                form.add_error(None, error_text(error))
            else:
                messages.success(request, "下書きに入れました。まだ公開していません。")
                return redirect(_look(revision, part, key, row) if "look" in data else revision.get_absolute_url())
        title = f"{revision_diff.part_label(part)}を足す" if key is None else f"{revision_diff.part_label(part)}を直す"
        return page(
            request, self, "row", title, original=revision, form=form, roles=roles, part=part, markers=BLOCKS,
            moved=revision_diff.moved(revision, stored).get((part, key)), other=other,
            error_list=all_errors(form, *([roles] if roles is not None else [])), back=revision.get_absolute_url(),
        )  # fmt: skip

    def remove_view(self, request, object_id, part, key):
        """Ask, then take a row out in this revision."""
        revision = self._revision(request, object_id)
        row = revision_diff.rows_after(revision).get((part, key))
        if row is None or part == "guideline":
            raise Http404
        if request.method == "POST":
            actions.put_row(revision, part, key, None, by=request.user)
            return redirect(revision.get_absolute_url())
        name = f"{revision_diff.part_label(part)}「{revision_diff.row_name(part, key, row)}」"
        return page(request, self, "remove", f"{name}を取り除く", original=revision, back=revision.get_absolute_url())

    def up_view(self, request, object_id, part, key):
        """Let a row change places with the one before it."""
        revision = self._revision(request, object_id)
        if part == "guideline" or (part, key) not in revision_diff.rows_after(revision):
            raise Http404
        if request.method == "POST":
            actions.move_up(revision, part, key, by=request.user)
            messages.success(request, "ひとつ上へ移しました。まだ公開していません。")
        return redirect("admin:guidelines_revision_contents", revision.pk)

    def drop_view(self, request, object_id, part, key):
        """Ask, then leave the row as it stands: what was written here is gone."""
        revision = self._revision(request, object_id)
        key = "" if part == "guideline" and key == "-" else key
        row = revision.rows.filter(part=part, key=key).first()
        if row is None:
            return redirect(revision.get_absolute_url())
        if request.method == "POST":
            actions.drop_row(revision, part, key, by=request.user)
            messages.success(request, "この変更をやめました。")
            return redirect(revision.get_absolute_url())
        name = f"{revision_diff.part_label(part)}「{revision_diff.row_name(part, key, row.after or row.before)}」の変更をやめる"
        fields = revision_diff.describe_fields(part, row.before, row.after)
        return page(request, self, "drop", name, original=revision, fields=fields, back=revision.get_absolute_url())

    def preview_view(self, request, object_id):
        """A page of the portal as it will be after publication. `page`: its address."""
        revision = self._revision(request, object_id, writing=False)
        address = request.GET.get("page") or reverse("guideline", args=[revision.guideline.slug])
        try:
            match = resolve(address.split("?")[0])
        except Resolver404:
            raise Http404 from None
        if not (match.url_name or "").startswith("guideline"):
            raise Http404
        if not revision.is_open:  # nothing is to come any more: the page as it is
            return redirect(reverse(match.view_name, args=match.args, kwargs=match.kwargs))
        shown = copy.copy(request)
        shown.path = shown.path_info = address.split("?")[0]
        shown.GET, shown.preview, shown.resolver_match = QueryDict(""), revision, match
        try:
            with actions.as_if_published(revision):
                answer = match.func(shown, *match.args, **match.kwargs)
        except ValidationError as error:
            messages.error(request, error_text(error))
            return redirect(revision.get_absolute_url())
        return answer


def _look(revision, part, key, row):
    """Where the row is seen as readers will see it."""
    address = revision_diff.address_of_row(revision.guideline, part, key or key_of(part, row), row)
    return f"{reverse('admin:guidelines_revision_preview', args=[revision.pk])}?{urlencode({'page': address})}"


register_queues(Revision)
