"""申請 in the admin: what waits, what each says, its steps. The way leads to its own page, where it is read whole."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues

from .access import can_read_columns, can_see_applications
from .models import Application


@admin.register(Application)
class ApplicationAdmin(StepAdmin):
    """Departments find title, stage, group and days of all; the office in charge and the secretariat take the steps."""

    viewers = staticmethod(can_see_applications)
    list_display = ["title", "number", "spec", "partner", "department", "status", "received_on", "starts_on", "is_late_filed"]
    list_filter = [QueueFilter, "status", "is_late_filed", "channel"]
    list_select_related = ["spec__form", "partner", "department"]
    search_fields = ["number", "title", "partner__name"]
    ordering = ["-received_on", "-pk"]
    fields = readonly_fields = ["way", "number", "spec", "partner", "department", "status", "received_on", "starts_on", "ends_on"]

    @admin.display(description="申請のページ")
    def way(self, application):
        return format_html('<a href="{}">申請のすべてを読む</a>', reverse("application", args=[application.pk]))

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).filter(number__isnull=False)

    def history_of(self, request, row):
        return super().history_of(request, row) if can_read_columns(request.user, row) else []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Reasons are read by whoever reads all of it."""
        row = self.get_object(request, object_id)
        closed = row is not None and not can_read_columns(request.user, row)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **({"history": []} if closed else {})})


register_queues(Application)
