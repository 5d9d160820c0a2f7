"""What the head of a sheet's page says: how much is answered, whose turn it is, what can be done."""

from typing import NamedTuple

from django.db.models import Count, Q

from kyodo_portal.process.presenters import history_of

from .models import Answer
from .presenters import NOTHING, TONES, says_nothing
from .workflow import SHEET


class SheetState(NamedTuple):
    """The head of a sheet's page. `late`: days past the last one, 0 where it is not late; `steps`: [(address, label, quiet)];
    `says`: what an end of the table says of itself, "" before."""

    tone: str
    label: str
    says: str
    lines: int
    answered: int
    new: int
    late: int
    steps: list
    history: list


def state_of(sheet, user):
    """The SheetState for this reader. One query, and those of the steps offered and of the history."""
    counted = sheet.lines.aggregate(
        lines=Count("pk"), answered=Count("pk", filter=~Q(answer="")), new=Count("pk", filter=Q(answer=Answer.NEW))
    )
    history = history_of(sheet, user, names=True, inside=True)[0]
    rows = [row for row in sheet.offered_to(user) if not row.is_undo and row.name != "hand_in"]
    steps = [(sheet.step_url(row), row.label, row.is_quiet) for row in rows]
    label = NOTHING if says_nothing(sheet.status, counted["lines"]) else sheet.status_label
    says = SHEET.state(sheet.status).says
    return SheetState(TONES[sheet.status], label, says, **counted, late=sheet.days_late, steps=steps, history=history)
