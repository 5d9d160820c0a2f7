"""What waits of the lists of events, on the admin's first page: those that somebody began."""

from django.urls import reverse

from kyodo_portal.common.admin_site import register_queue

from .access import can_import_events
from .models import EventImport

register_queue(
    "読み込みの途中の催しの表",
    lambda request: EventImport.objects.visible_to(request.user).filter(taken_at__isnull=True),
    lambda request: reverse("event-imports"),
    visible=can_import_events,
)
