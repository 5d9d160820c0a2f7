"""What waits of the lists of groups, on the admin's first page: those that somebody began."""

from django.urls import reverse

from kyodo_portal.common.admin_site import register_queue

from .access import can_import
from .models import PartnerImport

register_queue(
    "読み込みの途中の名簿",
    lambda request: PartnerImport.objects.visible_to(request.user).filter(taken_at__isnull=True),
    lambda request: reverse("partner-imports"),
    visible=can_import,
)
