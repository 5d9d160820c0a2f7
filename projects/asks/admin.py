"""町内会へのお願い on the admin's first page: what one's own office asked and nobody answered in time."""

from django.urls import reverse

from kyodo_portal.common.admin_site import register_queue

from .access import offices_to_ask_for
from .filters import LATE
from .models import AskedGroup


def late_answers(user):
    """The QuerySet of the groups that have not answered by the last day what an office asked for which this person may ask."""
    own = offices_to_ask_for(user).order_by().values("pk")
    return AskedGroup.objects.late().filter(ask__office__in=own)


register_queue(
    "返事がおくれている、団体へのお願い",
    lambda request: late_answers(request.user),
    lambda request: f"{reverse('asks-sent')}?state={LATE}",
    lambda user: user.is_staff,
)
