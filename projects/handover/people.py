"""Who can come after somebody."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from partners.models import Membership


def candidates(handover):
    """The QuerySet of the active people of the body on the day of the change (after it: today), without who goes."""
    day = max(handover.on, timezone.localdate())
    there = Membership.objects.valid(day).filter(partner=handover.partner_id)
    return get_user_model().objects.filter(pk__in=there.values("user"), is_active=True).exclude(pk=handover.giver_id)
