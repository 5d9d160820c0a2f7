"""What the clock does with takeovers: what came on paper holds on its day, names go over, forgotten groups are named on 1 May."""

import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.actions import notify
from partners.directory.access import secretariat_people

from .actions import complete, settle
from .models import Takeover
from .table_presenters import forgotten_groups

FROM, UNTIL = (5, 1), (5, 31)  # month and day: when the list of who said nothing is sent, once


def turn_days():
    """A job of the clock. Each row in a transaction of its own."""
    today = timezone.localdate()
    paper = Takeover.objects.waiting().filter(way=Takeover.Way.PAPER, starts_on__lte=today)
    for row in paper.select_related("by"):
        if not row.is_doubted and row.first_day <= today:
            with transaction.atomic():
                complete(row, by=row.by)
    for row in Takeover.objects.filter(done_at__isnull=False, settled_at__isnull=True, starts_on__lte=today):
        settle(row, by=None)
    if FROM <= (today.month, today.day) <= UNTIL:
        _name_forgotten(today)


def _name_forgotten(today):
    """The secretariat hears once a year how many groups have said nothing since 1 April."""
    year = fiscal_year(today)
    count = forgotten_groups(datetime.date(year, 4, 1)).count()
    if not count:
        return
    notify(
        secretariat_people(),
        title=f"4月に入ってから、代表者について何も届いていない団体が{count}件あります",
        body="一覧で、代わったか、同じ人が続けるかを入れられます。",
        url=f"{reverse('staff-takeovers')}?state=forgotten",
        key=f"takeovers:{year}:forgotten",
    )
