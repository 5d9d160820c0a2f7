"""改稿 in the admin: choose what to change, write, look at it as readers will, ask for the check, publish or set a date."""

import copy

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, path, resolve, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import say_kept

from . import access, actions, revision_diff
from .base_admin import error_text, page
from .forms import RevisionForm, RewordForm
from .models import Revision
from .publication_actions import as_if_published
from .row_admin import RowPages


@admin.register(Revision)
class RevisionAdmin(RowPages, StepAdmin):
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
        words = actions.words_of(revision)
        form = RewordForm(request.POST or None, initial={**words, ETAG: fields_etag(words)})
        if request.method == "POST" and form.is_valid():
            typed = {name: form.cleaned_data[name] for name in words}
            try:
                saved = actions.reword_revision(revision, by=request.user, **form.cleaned_data)
            except EditConflict as error:
                form.show_conflict(error)
            else:
                say_kept(request, form, actions.words_of(saved), typed)
                return redirect(revision.get_absolute_url())
        return page(
            request, self, "form", "題と、変える理由を直す", form=form, original=revision, back=revision.get_absolute_url()
        )

    @method_decorator(require_safe)
    def contents_view(self, request, object_id):
        """Everything that can be changed, by parts."""
        revision = self._revision(request, object_id)
        return page(
            request, self, "contents", "変えるところを選ぶ", original=revision, groups=revision_diff.contents(revision),
            back=revision.get_absolute_url(),
        )  # fmt: skip

    @method_decorator(require_safe)
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
            with as_if_published(revision):
                answer = match.func(shown, *match.args, **match.kwargs)
        except ValidationError as error:
            messages.error(request, error_text(error))
            return redirect(revision.get_absolute_url())
        return answer


register_queues(Revision)
