"""What the page of a group's takeovers shows."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.accounts.models import Invitation
from partners.directory.access import can_hand_on
from partners.directory.membership import Membership

from . import access
from .actions import representatives_of
from .models import Takeover
from .table_presenters import turn_of_the_year

MOST = 5  # past ones that the page shows


class Past(NamedTuple):
    """One takeover that took place; memo "" for who does not read it."""

    takeover: Takeover
    memo: str


class Page(NamedTuple):
    """waiting: the one that nobody has accepted (None: none); its open invitation (None: run out, or on paper); what may be done.

    ahead: accepted, and the day has not come. stays_from: the April for which a representative may say that the same person goes on; None where that is said, or another's.
    """

    representatives: list[Membership]
    waiting: Takeover | None
    invitation: Invitation | None
    memo: str
    past: list[Past]
    ahead: Takeover | None
    may_withdraw: bool
    may_object: bool
    may_answer: bool
    stays_from: datetime.date | None


def page_of(partner, user):
    """The Page of a group. At most four queries."""
    rows = Takeover.objects.as_told().filter(partner=partner).select_related("from_user", "to_user", "by", "partner")
    rows = list(rows[: MOST + 1])
    waiting = next((row for row in rows if _waits(row)), None)
    invitation = Invitation.objects.to("takeover", waiting.pk).open().first() if waiting else None
    turn = turn_of_the_year()
    said = any(row.starts_on.year == turn.year for row in rows)
    return Page(
        representatives_of(partner),
        waiting,
        invitation,
        waiting.memo if waiting and access.can_read_memo(user, waiting) else "",
        [Past(row, row.memo if access.can_read_memo(user, row) else "") for row in rows if not _waits(row)],
        next((row for row in rows if _is_ahead(row)), None),
        waiting is not None and access.can_withdraw(user, waiting),
        waiting is not None and access.can_object(user, waiting),
        waiting is not None and access.can_answer(user, waiting),
        turn if waiting is None and not said and can_hand_on(user, partner) else None,
    )


def _waits(row):
    return row.is_waiting or row.is_doubted


def _is_ahead(row):
    return not row.is_waiting and row.way != "same" and row.to_user is not None and row.starts_on > timezone.localdate()
