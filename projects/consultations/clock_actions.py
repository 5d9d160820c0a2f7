"""What the clock does at the desks: who left holds no key any more, and what was told long ago is forgotten."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.task_actions import sync_source

from .access import desk_body
from .models import Consultation, FollowUp, SharedWith
from .todo import ZONES
from .zone_models import Keyring, ZoneKey

# What still says something of somebody.
SAYS = (
    Q(sealed__isnull=False) | ~Q(shared_text="") | Q(partner__isnull=False) | Q(follow_ups__isnull=False) | Q(project__isnull=False)
    | Q(proposal__isnull=False) | Q(request__isnull=False)
)  # fmt: skip


def forget_leavers():
    """Take the keys of whoever is at the desk of the zone's body no more, and the own pair of a closed account. A job of the clock;
    every request asks by itself anyway.

    Queries: two, and three for each holder.
    """
    Keyring.objects.filter(user__is_active=False).delete()
    for key in ZoneKey.objects.select_related("zone__body", "user"):
        if desk_body(key.user) != key.zone.body:
            with transaction.atomic():
                key.delete()
                key.zone.left_at = timezone.now()
                key.zone.save(update_fields=["left_at"])
                record("zone", by=None, target=key.zone, person=key.user, note="抜けた人の鍵を消した")
                sync_source(ZONES, key.zone)


@transaction.atomic
def forget_words(*, before, spared):
    """Of consultations that ended and are older than a day nothing stays but numbers: no sealed part, no date, no text for the city, no
    group. spared: ids of partners for whom a hold keeps everything. Five queries.
    """
    old = Consultation.objects.filter(state="done", on__lt=before).exclude(partner__isnull=False, partner__in=spared).filter(SAYS)
    keys = list(old.values_list("pk", flat=True).distinct())
    FollowUp.objects.filter(consultation__in=keys).delete()
    Consultation.introduced.through.objects.filter(consultation__in=keys).delete()
    Consultation.objects.filter(pk__in=keys).update(
        sealed=None, generation=None, shared_with=SharedWith.COORDINATOR, department=None, shared_text="", agreed_by="",
        agreed_on=None, shared_at=None, partner=None, proposal=None, project=None, request=None,
    )  # fmt: skip
    if keys:
        record("dispose", by=None, note=own_words("終わった、コーディネーターへの相談"), rows=len(keys))
