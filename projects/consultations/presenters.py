"""What the page of one consultation shows."""

from typing import NamedTuple

from .models import Consultation, FollowUp
from .sealed_part import Part, open_part, open_text


class Date(NamedTuple):
    """One date: `text` is what to do then, "" while the zone is closed; `is_sealed`: there is something to read."""

    row: FollowUp
    text: str
    is_sealed: bool


class ConsultationPage(NamedTuple):
    part: Part
    dates: list[Date]


def consultation_page(row, opened):
    """The ConsultationPage of one. One query."""
    dates = [Date(one, open_text(opened, one) or "", one.sealed is not None) for one in row.follow_ups.order_by("done_at", "on")]
    return ConsultationPage(open_part(opened, row), dates)


def before_of(row, user, most=5):
    """The consultations of the same group before this one; [] where no group stands there. One query."""
    if row.partner_id is None:
        return []
    same = Consultation.objects.visible_to(user).filter(partner=row.partner_id).exclude(pk=row.pk)
    return list(same.order_by("-on", "-pk")[:most])
