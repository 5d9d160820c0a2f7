"""確定版 in the admin: which versions there are; each leads to the page of its year. What waits: old tables that somebody began."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue

from .access import can_keep_lists, can_see_lists
from .models import OldList, Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(SafeModelAdmin):
    """Every version of every year; nothing is written here."""

    viewers = staticmethod(can_see_lists)
    list_display = ["__str__", "source", "row_count", "why", "at"]
    list_filter = ["source", "fiscal_year"]
    ordering = ["-fiscal_year", "-version"]

    def get_queryset(self, request):
        return Snapshot.objects.defer("summary", "changes").order_by(*self.ordering)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("year-list", row.fiscal_year)


register_queue(
    "読み込みの途中の、過去の一覧",
    lambda request: OldList.objects.visible_to(request.user).filter(snapshot__isnull=True),
    lambda request: reverse("year-lists"),
    visible=can_keep_lists,
)
