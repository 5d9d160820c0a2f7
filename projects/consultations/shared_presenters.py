"""What the city reads of a consultation: these columns and no other."""

import datetime
from typing import NamedTuple

from partners.models import Partner

from .models import Consultation


class Told(NamedTuple):
    """One text that was written for the city; `partner` None where none was named."""

    pk: int
    number: str
    body: str
    on: datetime.date
    partner: Partner | None
    text: str


def told_of(row: Consultation):
    """The Told of a Consultation that was shared."""
    return Told(row.pk, row.number, row.body.name, row.on, row.partner, row.shared_text)
