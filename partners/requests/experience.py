"""What letters tell of bodies, for whoever brings two of them together: nothing of any letter, and nothing that a page shows."""

import datetime
from typing import NamedTuple

from django.db.models import Count, F, Q, Value
from django.utils import timezone

from partners.directory.membership import Membership

from .message_models import Block
from .models import Request

LOOKED_BACK = datetime.timedelta(days=365)


class LettersTell(NamedTuple):
    """`apart`: (partner, partner) of which the first takes no letters of somebody who writes for the second. `in_time`: partners
    that answered letters in the last year, and none of them late."""

    apart: frozenset[tuple[int, int]]
    in_time: frozenset[int]


def what_letters_tell():
    """The LettersTell of this moment, of all bodies. One query."""
    writers = Membership.objects.valid().filter(part__in=Membership.WRITERS)
    refused = Block.objects.order_by().filter(user__memberships__in=writers)
    late = Q(late_told_on__isnull=False) | Q(answered_at__date__gt=F("answer_by"))
    answered = (
        Request.objects.order_by()
        .filter(sent_at__gte=timezone.now() - LOOKED_BACK)
        .values("to")
        .annotate(answered=Count("answered_at"), late=Count("pk", filter=late))
        .filter(answered__gt=0, late=0)
    )
    rows = refused.values_list("partner", "user__memberships__partner").union(answered.values_list("to", Value(0)), all=True)
    apart, in_time = set(), set()
    for body, other in rows:
        if other:
            apart.add((body, other))
        else:
            in_time.add(body)
    return LettersTell(frozenset(apart), frozenset(in_time))
