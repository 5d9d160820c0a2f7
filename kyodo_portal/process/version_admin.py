"""The admin of what a city settles in versions (登録の要件, 形態の決めごと): closed once something began by it, with two pages beside
the form, for the next version and for its beginning. The room's actions write."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.second_save_admin import SecondSaveInline

from .errors import EditConflict

VERSION, USE = "新しい版をつくる", "この版を使い始める"


class VersionRows(SecondSaveInline, ColumnsAdmin, admin.StackedInline):
    """Rows of a version. viewers(user), editors(user, version): who reads them, who writes them while nothing began by it."""

    extra = 1  # an empty one, for whoever adds without a script
    viewers = editors = None

    def has_view_permission(self, request, obj=None):
        return self.viewers(request.user)

    def has_change_permission(self, request, obj=None):
        return self.editors(request.user, obj)

    has_add_permission = has_delete_permission = has_change_permission


class VersionAdmin(SafeModelAdmin):
    """Of a model with `is_draft` and `is_used`. renewers(user): who makes versions and puts them in use. etag(version): of its page.

    A room gives as methods: version_form(data, version) and use_form(data, version), what is asked on the two pages;
    make(version, by, said), the new draft; put(version, by, said), which puts it in use and returns the words of its message, with the
    action's errors. As texts: used, made, says_version, says_use: of a used version, of a new draft, and above the two questions.
    """

    change_form_template = "admin/process/version_form.html"
    renewers = etag = version_form = use_form = make = put = None
    used = made = says_version = says_use = ""

    def address(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def get_urls(self):
        guarded, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<path:object_id>/version/", guarded(self.version_view), name=f"{name}_version"),
            path("<path:object_id>/use/", guarded(self.use_view), name=f"{name}_use"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        version = self.get_object(request, object_id)
        extra = {"used": ""}
        if version is not None and self.renewers(request.user):
            names = [("version", VERSION), *([("use", USE)] if version.is_draft else [])]
            extra["links"] = [(self.address(name, version.pk), label) for name, label in names]
            extra["used"] = self.used if version.is_used else ""
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def version_view(self, request, object_id):
        """The draft of the next version."""
        version = self._asked_of(request, object_id)
        form = self.version_form(request.POST if request.method == "POST" else None, version)
        if form.is_bound and form.is_valid():
            made = self.make(version, request.user, form.cleaned_data)
            messages.success(request, self.made)
            return redirect(self.address("change", made.pk))
        return self._question(request, version, form, VERSION, self.says_version)

    def use_view(self, request, object_id):
        """What changes with it, then it is in use."""
        version = self._asked_of(request, object_id)
        form = self.use_form(request.POST if request.method == "POST" else None, version)
        if form.is_bound and form.is_valid():
            try:
                messages.success(request, self.put(version, request.user, form.cleaned_data))
                return redirect(self.address("change", version.pk))
            except EditConflict as error:
                form.overtaken(str(error), self.etag(error.subject), {})
            except ValidationError as error:
                form.add_error(None, error)
        return self._question(request, version, form, USE, self.says_use)

    def _asked_of(self, request, object_id):
        version = self.get_object(request, object_id)
        if version is None:
            raise Http404
        if not self.renewers(request.user):
            raise PermissionDenied
        return version

    def _question(self, request, version, form, title, says):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "form": form, "says": says}
        context |= {"version": version, "back": self.address("change", version.pk)}
        return render(request, "admin/process/version_ask.html", context, status=getattr(form, "http_status", 200))
