"""受付: how something came that the secretariat enters for a group."""

import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone

OLDEST = 366  # days ago: what came earlier is no matter of today's


class Receipt(NamedTuple):
    """channel: a value of Registration.Channel, not "web". received_on: 収受日. filed_for: who handed it in or called."""

    channel: str
    received_on: datetime.date
    filed_for: str = ""

    @property
    def columns(self):
        """Of the Registration; ValidationError for a day that cannot be."""
        today = timezone.localdate()
        if not today - datetime.timedelta(days=OLDEST) <= self.received_on <= today:
            raise ValidationError({"received_on": "収受日は、今日までの1年のあいだの日にしてください。"})
        return self._asdict()


def columns_of(receipt):
    """The columns of a Registration that came with this Receipt; nothing for None: the group sends it itself."""
    return receipt.columns if receipt else {}
