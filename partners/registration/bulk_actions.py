"""Many renewals at once: each in a transaction of its own, each with its own result."""

import time
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.events import event_of
from partners.directory.access import is_member
from partners.directory.models import Partner
from partners.directory.standing import Standing
from partners.errands.actions import said_by_a_later_one

from .models import Registration
from .renewal_actions import key_for, renew_unchanged

SECONDS = 12  # of one press: a page answers before it is given up
MOVED = "この画面を開いたあとに、動きがありました。団体のページで確かめてください。"
OWN = "あなたの団体です。事務局のほかの人が、更新してください。"
UNCHECKED = "更新の申請を入れました。要件の確かめが残っているので、1件ずつ見てください。"


class Result(NamedTuple):
    """What became of one group's renewal."""

    name: str
    url: str
    words: str
    is_done: bool


def renew_all(chosen, *, by, receipt=None, form_key=None):
    """([Result], rest) of these (partner key, key of the renewal or None, its version), in their order.

    A renewal that was sent is approved as it was read; of a group that has sent none one is entered as `receipt` says, unchanged.
    rest: those that are left when SECONDS are over, to be sent again. What is done already is said and not done twice.
    """
    until, results, rest = time.monotonic() + SECONDS, [], list(chosen)
    while rest and time.monotonic() < until:
        results.append(_renewed(*rest.pop(0), by=by, receipt=receipt, form_key=form_key))
    return results, rest


def _renewed(partner_pk, renewal_pk, version, *, by, receipt, form_key):
    partner = Partner.objects.filter(pk=partner_pk).first()
    if partner is None:
        return Result(f"団体 {partner_pk}", "", MOVED, False)
    try:
        with transaction.atomic():
            if renewal_pk is None:
                return _entered(partner, by=by, receipt=receipt, form_key=form_key)
            row = Registration.objects.renewals().get(pk=renewal_pk, partner=partner)
            take_step(row, "approve", by=by, version=version)
            return Result(partner.name, row.get_absolute_url(), "更新しました", True)
    except Stale as error:
        done = error.subject.is_registered
        return Result(
            partner.name, error.subject.get_absolute_url(), "もう更新されています" if done else _moved(error.subject), done
        )
    except (ValidationError, EditConflict) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return Result(partner.name, partner.get_absolute_url(), words, False)
    except (PermissionDenied, Registration.DoesNotExist):
        return Result(partner.name, partner.get_absolute_url(), _why_not(partner, by), False)


def _moved(renewal):
    return f"この画面を開いたあとに、申請が「{renewal.status_label}」になりました。団体のページで確かめてください。"


def _why_not(partner, by):
    """Why this person may not renew it as it stands now: what can be said, in words that lead on."""
    if is_member(by, partner):
        return OWN
    if partner.standing != Standing.REGISTERED:
        return f"いまは「{partner.get_standing_display()}」なので、更新できません。団体のページで確かめてください。"
    return MOVED


def _entered(partner, *, by, receipt, form_key):
    row = renew_unchanged(partner=partner, by=by, form_key=key_for(form_key, partner), receipt=receipt)
    if not row.is_registered and not row.is_ready:
        return Result(partner.name, row.get_absolute_url(), UNCHECKED, False)
    if not row.is_registered:
        entered = row.version
        take_step(row, "approve", by=by, version=entered)
        said_by_a_later_one(event_of(row, entered))
    return Result(partner.name, row.get_absolute_url(), "更新しました", True)
