"""紙の団体内の確認 in the admin: what came, entered and taken back. The text of a draft is not shown to the city."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.files.storage import download_response
from kyodo_portal.notices.telling import when_told
from partners.directory.access import is_secretariat

from .sign_off_forms import SignOffPaperForm
from .sign_off_models import SignOff, SignOffScan
from .sign_off_paper_actions import about_paper, drop_sign_off, enter_sign_off


@admin.register(SignOff)
class SignOffAdmin(SafeModelAdmin):
    """Only what came on paper: what a group confirms in the portal is its own."""

    viewers = adders = private_viewers = staticmethod(is_secretariat)
    list_display = ["group", "signed_by", "received_on", "entered_by", "state"]
    search_fields = ["proposal__partner__name"]
    ordering = ["-received_on", "-pk"]

    @admin.display(description="団体")
    def group(self, row):
        return str(row.proposal.partner)

    @admin.display(description="提案")
    def state(self, row):
        return "送る前" if row.proposal.is_unsent else row.proposal.number

    def get_queryset(self, request):
        return super().get_queryset(request).on_paper()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "紙の団体内の確認", **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        """What a paper says: the code printed on it, the name, the day, a copy."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SignOffPaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if request.method == "POST" and form.is_valid():
            try:
                made = enter_sign_off(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, f"{made.proposal.partner}の紙の確認を入れました。{_told(made, request.user)}")
                return self._listed()
        return self._page(request, "sign_off_enter", "紙の団体内の確認を入れる", {"form": form})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One paper with its copy; taken back by POST while the draft waits."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request):
            raise Http404
        if request.method == "POST":
            drop_sign_off(row, by=request.user)
            messages.success(request, f"紙の確認を取り消しました。{_told(row, request.user)}")
            return self._listed()
        self._look(request, row)
        return self._page(
            request, "sign_off", f"紙の団体内の確認：{row.proposal.partner}", {"row": row, "scans": row.scans.all()}
        )

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [path("scan/<int:pk>/", guarded(self.scan_view), name="projects_signoff_scan"), *super().get_urls()]

    @method_decorator(require_safe)
    def scan_view(self, request, pk):
        """The copy of a paper; a look at it is recorded."""
        if not is_secretariat(request.user):
            raise Http404
        scan = get_object_or_404(SignOffScan.objects.select_related("sign_off__proposal__partner"), pk=pk)
        record_look(by=request.user, target=scan.sign_off.proposal, note=f"団体内の確認の紙 {scan.pk}")
        return download_response(scan.stored_as, scan.name, scan.content_type)

    def _listed(self):
        return HttpResponseRedirect(f"{reverse('admin:projects_signoff_changelist')}#content-start")

    def _page(self, request, template, title, context):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, f"admin/projects/proposal/{template}.html", {**frame, **context})


def _told(row, by):
    return when_told("団体の代表者", about_paper(row), by=by)
