"""The rules of retention, and the daily cleaning of what is no document."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.accounts.models import HelperCode, Invitation, User
from kyodo_portal.audit.actions import record
from kyodo_portal.audit.blanking import blanking
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from partners.models import Errand, EventImport, EventImportRow, PartnerImport, PartnerImportRow
from projects.consultations.clock_actions import forget_words
from projects.models import OldList

from .holds import held_keys
from .letter_actions import clean_letters
from .models import RetentionRule
from .retention import BY_CODE, DAILY, KINDS, default_rule, rule_of
from .retention_records import BLANK
from .signup_actions import clean_signups
from .voice_actions import clean_voices

SIGN_IN = "sign-in"  # how the acts of sign-ins begin, of refused ones too
CLEANED_A_DAY = 50_000
BATCH = 500  # rows of one kind that are erased in one transaction


def settle_rules():
    """Lay the rule of every kind that has none yet; what a city changed stays."""
    for kind in KINDS:
        rule = default_rule(kind)
        values = {name: getattr(rule, name) for name in ("label", "years", "days", "counted_from", "basis")}
        RetentionRule.objects.get_or_create(kind=kind.code, defaults=values)


def clean_daily():
    """A job of the clock: mails, notices, letters, consultations, sign-ins, invitations, errands and half-read lists whose days are over. What a hold keeps for
    somebody stays; an invitation's days count from the day on which it ran out.
    """
    held, groups = held_keys()
    limits = {kind.code: timezone.now() - datetime.timedelta(days=rule_of(kind.code).days) for kind in DAILY}
    gone = Q(state=Delivery.State.SENT) | Q(state=Delivery.State.FAILED)
    old = Delivery.objects.filter(gone, created_at__lt=limits["mail"]).exclude(to="", body="")
    kept = User.objects.filter(pk__in=held).values("email")
    old.exclude(to__in=kept).exclude(notice__user__in=held).update(to="", body="")
    Notice.objects.filter(created_at__lt=limits["notice"]).exclude(user__in=held).delete()
    ran_out = Invitation.objects.filter(expires_at__lt=limits["invitation"]).exclude(email__in=kept)
    HelperCode.objects.filter(expires_at__lt=limits["invitation"]).exclude(by__in=held).exclude(helper__in=held).delete()
    ran_out.filter(Q(accepted_by=None) | ~Q(accepted_by__in=held)).delete()
    done = Q(done_at__lt=limits["errand"]) | ~Q(dropped_by="") & Q(made_at__lt=limits["errand"])
    Errand.objects.filter(done).exclude(partner__in=groups).delete()
    OldList.objects.filter(snapshot=None, at__lt=limits["old_list"]).delete()
    for run, row in ((PartnerImport, PartnerImportRow), (EventImport, EventImportRow)):
        run.objects.filter(taken_at=None, begun_at=None, at__lt=limits["old_list"]).delete()
        row.objects.filter(run__taken_at__lt=limits["old_list"]).exclude(changed={}).update(changed={})
    forget_words(before=limits["consultation"].date(), spared=groups)
    clean_letters(held, groups)
    clean_voices(held)
    clean_signups(limits["signup"], held, groups)
    _clean_sign_ins(limits["sign_in"], held)


@transaction.atomic
def _clean_sign_ins(limit, held):
    """Whom a sign-in or a refused one concerned; that it happened stays."""
    old = AuditEvent.objects.filter(act__startswith=SIGN_IN, at__lt=limit).exclude(**BLANK)
    keys = list(old.exclude(by__in=held).exclude(person__in=held).values_list("pk", flat=True)[:CLEANED_A_DAY])
    if keys:
        event = record("dispose", by=None, note=BY_CODE["sign_in"].label, rows=len(keys))
        with blanking(event):
            for start in range(0, len(keys), BATCH):
                AuditEvent.objects.filter(pk__in=keys[start : start + BATCH]).update(**BLANK)
