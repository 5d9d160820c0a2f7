"""事例の下書き in the admin: where each stands; it is written and read on its own page in the portal."""

from django.contrib import admin

from kyodo_portal.process.admin import QueueFilter, StepAdmin, register_queues

from .models import CaseDraft


@admin.register(CaseDraft)
class CaseDraftAdmin(StepAdmin):
    """Shown to whoever finds the draft at all: its two sides and the secretariat (`visible_to`)."""

    viewers = private_viewers = staticmethod(lambda user: user.is_staff)
    list_display = ("title", "project", "status", "created_at")
    list_filter = (QueueFilter, "status")
    search_fields = ("title", "project__search_text")
    list_select_related = ("project",)
    ordering = ("-pk",)
    fields = readonly_fields = ("project", *CaseDraft.WRITTEN, "status", "created_by", "created_at")

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_people()


register_queues(CaseDraft)
