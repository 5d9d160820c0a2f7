"""The table of April is entered: each group in a transaction of its own, so that one that cannot be holds up no other."""

import uuid
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.once import create_once
from partners.directory.models import Partner

from .actions import enter_takeover, keep_representative
from .models import Takeover
from .table_presenters import SAME

OWN_GROUP = "自分が入っている団体です。ほかの事務局の人か、システム管理者に入れてもらってください。"


class Result(NamedTuple):
    """What became of one row: the Takeover, or in words why nothing was entered."""

    partner: Partner
    takeover: Takeover | None
    problem: str = ""


def enter_table(changes, *, by, starts_on, why, form_key):
    """[Result] of these Changes, in their order. Sent twice with one key, each group still has one row."""
    return [_entered(change, by=by, starts_on=starts_on, why=why, form_key=form_key) for change in changes]


def _entered(change, *, by, starts_on, why, form_key):
    values = {"partner": change.partner, "by": by, "starts_on": starts_on, "why": why}
    key = uuid.uuid5(form_key, str(change.partner.pk))

    def make():
        if change.how == SAME:
            return keep_representative(**values, form_key=key)
        return enter_takeover(**values, to_name=change.name, to_email=change.email, form_key=key)

    try:
        with transaction.atomic():
            return Result(change.partner, create_once(Takeover, key, make, theirs={"partner_id": change.partner.pk}))
    except PermissionDenied:
        return Result(change.partner, None, OWN_GROUP)
    except ValidationError as error:
        return Result(change.partner, None, " ".join(error.messages))
