"""Offers that nobody has confirmed for a year: their partner is asked whether they still hold."""

import datetime

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskSource
from partners.directory.offer_models import Offer

DAYS_TO_CONFIRM = 35  # after the question: then the clock closes it


def _open():
    return Offer.objects.filter(closed_at__isnull=True, asked_on__isnull=False)


def _tasks(offers):
    """[Task] of these: the partner's, until it has said that it still holds, changed or closed it."""
    return [
        OFFERS.task(
            row,
            role="member",
            party=f"p{row.partner_id}",
            label="まだそのとおりかを確かめる",
            matter=f"{row.get_side_display()}：{row.title}",
            url=reverse("partner-offers", args=[row.partner_id]),
            due_on=row.asked_on + datetime.timedelta(days=DAYS_TO_CONFIRM),
            is_sample=row.partner.is_sample,
        )
        for row in offers.select_related("partner")
    ]


OFFERS = TaskSource("offer", _open, _tasks)
