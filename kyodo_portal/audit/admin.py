"""The audit trail is read by the system's keeper only; nobody writes it here."""

from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin

from .models import AuditEvent


def is_keeper(user):
    """Superusers: whoever is watched by the trail must not be the one who reads it every day."""
    return user.is_superuser


@admin.register(AuditEvent)
class AuditEventAdmin(SafeModelAdmin):
    viewers = staticmethod(is_keeper)
    list_display = ["at", "by", "act", "target_type", "target_name", "rows"]
    list_filter = ["act"]
    list_select_related = ["by"]
    search_fields = ["by__email", "by__name", "target_name", "note"]
    date_hierarchy = "at"
    fields = ["at", "by", "act", "target_type", "target_id", "target_name", "note", "rows"]
    readonly_fields = fields
