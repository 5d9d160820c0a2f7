"""引継ぎ in the admin: what the secretariat and the heads of offices see to; everything is read and done on its own page."""

from django.contrib import admin
from django.urls import reverse

from kyodo_portal.common.admin_site import register_queue
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.admin import QueueFilter, StepAdmin, read_only, register_queues

from .models import Handover, HandoverSheet
from .ownerless import urgent_entries
from .workflow import HANDOVER


class HandoverStatusFilter(admin.SimpleListFilter):
    title, parameter_name = "状態", "status"

    def lookups(self, request, model_admin):
        return [(row.code, row.label) for row in HANDOVER.states]

    def queryset(self, request, queryset):
        known = {row.code for row in HANDOVER.states}
        return queryset.filter(status=self.value()) if self.value() in known else queryset


class SheetInline(read_only(HandoverSheet)):
    fields = ("project", "met_on")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project")


@admin.register(Handover)
class HandoverAdmin(StepAdmin):
    """A department finds its own, the secretariat all (`visible_to`)."""

    viewers = private_viewers = staticmethod(lambda user: user.is_staff)
    list_display = ("title", "kind", "on", "state", "due")
    as_values = {"due": "due_on"}
    list_filter = (QueueFilter, HandoverStatusFilter, "kind", "side")
    search_fields = ("partner__name",)
    ordering = ("-on", "pk")
    fields = ("title", "kind", "partner", "giver", "taker", "on", "met_on", "passed_at", "state")
    readonly_fields = ("title", "state")
    inlines = (SheetInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("partner", "giver", "taker")

    @admin.display(description="引継ぎ", ordering="partner")
    def title(self, handover):
        return str(handover)

    @admin.display(description="状態", ordering="status")
    def state(self, handover):
        return f"{handover.status_label}{'【おくれています】' if handover.is_late else ''}"

    @admin.display(description="期限")
    def due(self, handover):
        return jdate(handover.due_on) or "―"


register_queues(Handover)
register_queue(
    "担い手のいない案件",
    lambda request: urgent_entries(request.user),
    lambda request: reverse("ownerless"),
    lambda user: user.is_staff,
)
