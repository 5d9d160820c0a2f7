"""更新: a registration goes on for another time: with one press where nothing changed, otherwise as an application."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_actions import go_on
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from partners.directory.models import Partner
from partners.directory.payload import payload_of
from partners.directory.schema import PLEDGE, schema_of
from partners.rules.models import rule_in_force

from .access import can_renew, can_renew_for
from .actions import open_registration
from .leaving_actions import UNDER_WAY, WRITTEN_NOW
from .models import Registration
from .receipts import columns_of

CHANGED = "この画面を開いたあとに、登録の内容か約束が変わりました。新しい内容を見て、もう一度確かめてください。"


def etag_of_entry(partner):
    """The token of what the page of a renewal shows: all that stands in the directory, the consents, and what is promised."""
    rule = rule_in_force(partner.kind)
    return _etag(rule, payload_of(partner, schema_of(rule)))


def _etag(rule, now):
    """Promises of another version are other words: nobody gives them by a page that showed the former ones."""
    return etag_of({**now, "promised": [item.label for item in schema_of(rule).items_of(PLEDGE)]})


@transaction.atomic
def renew_unchanged(*, partner, by, form_key, etag=None, receipt=None):
    """「去年と同じです」: one press makes the renewal and sends it; where its rule says so nobody has to read it.

    etag: `etag_of_entry` as the page was opened; EditConflict when the entry changed since. receipt: the Receipt of a renewal that came
    on paper, which the secretariat enters. ValidationError where the entry lacks what is required now, or a paper is under way.
    The same key gives the same paper, and so does a second press by the same person from another tab.
    """

    def make():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if not (can_renew_for(by, locked) if receipt else can_renew(by, locked)):
            raise PermissionDenied
        if under_way := open_registration(locked):
            if receipt is None and under_way.unchanged and under_way.created_by_id == by.pk:
                return under_way  # from another tab, by the same person: as it was wanted
            raise ValidationError(WRITTEN_NOW if receipt and under_way.is_unsent else UNDER_WAY)
        rule = rule_in_force(locked.kind)
        schema = schema_of(rule)
        now = payload_of(locked, schema)
        if etag is not None and etag != _etag(rule, now):
            raise EditConflict(CHANGED, locked)
        row = Registration.objects.create(
            partner=locked,
            purpose=Registration.Purpose.RENEWAL,
            rule=rule,
            status=Registration.process.start,
            payload={**now, "before": now, **{item.name: True for item in schema.items_of(PLEDGE)}},
            unchanged=True,
            created_by=by,
            form_key=form_key,
            **columns_of(receipt),
        )
        sent = take_step(row, "file" if receipt else "submit", by=by, version=row.version)
        go_on(sent, by)
        return sent

    row = create_once(Registration, form_key, make, theirs={"partner_id": partner.pk, "created_by_id": by.pk})
    row.refresh_from_db()
    return row


def key_for(form_key, partner):
    """The one-time key of one group's paper among many that one form makes."""
    return uuid.uuid5(form_key, str(partner.pk))
