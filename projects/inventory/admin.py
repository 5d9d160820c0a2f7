"""年次棚卸し in the admin: where each round and sheet stands, and its steps; it is answered on the pages of the portal."""

from django.contrib import admin
from django.db.models import Count

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.process.admin import StepAdmin, register_queues

from .access import can_see_progress
from .models import InventoryRound, InventorySheet
from .possibility_models import Possibility


@admin.register(InventoryRound)
class InventoryRoundAdmin(StepAdmin):
    viewers = staticmethod(can_see_progress)
    list_display = ("__str__", "status", "opens_on", "closes_on")
    list_filter = ("status",)
    search_fields = ("fiscal_year",)
    ordering = ("-fiscal_year",)
    fields = readonly_fields = ("fiscal_year", "status", "opens_on", "closes_on", "asks_plans", "asks_possibilities")


@admin.register(InventorySheet)
class InventorySheetAdmin(StepAdmin):
    """An office finds its own sheet, the secretariat all of them."""

    viewers = staticmethod(lambda user: user.is_staff)
    list_display = ("office", "round", "status", "lines", "later_until", "reminded_at")
    list_filter = ("round", "status")
    search_fields = ("office__name",)
    list_select_related = ("office", "round")
    ordering = ("-round", "pk")
    fields = readonly_fields = ("round", "office", "status", "later_until", "later_why", "reminded_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("round", "office").annotate(size=Count("lines"))

    @admin.display(description="行")
    def lines(self, sheet):
        return sheet.size


@admin.register(Possibility)
class PossibilityAdmin(SafeModelAdmin):
    """What is written on the portal's own pages; here it is found beside the rest."""

    viewers = staticmethod(can_see_progress)
    list_display = ("title", "office", "state", "diagnosis", "is_public")
    list_filter = ("state", "diagnosis", "is_public")
    search_fields = ("title",)
    list_select_related = ("office",)
    ordering = ("-updated_at", "-pk")


register_queues(InventoryRound)
register_queues(InventorySheet)
