"""用足し on the first page of the admin."""

from kyodo_portal.common.admin_site import register_queue
from partners.directory.access import is_secretariat

from .models import Errand

register_queue(
    "用足し（手紙・電話・訪問）",
    count=lambda request: Errand.objects.visible_to(request.user).open(),
    url="/staff/errands/",
    visible=is_secretariat,
)
