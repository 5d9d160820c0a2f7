"""Papers of a registration that its rule keeps for some days only, removed by the clock."""

import datetime

from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from partners.models import Registration
from partners.registration.workflow import REGISTRATION

from .erasing_actions import erase_files
from .holds import holds_on


def remove_old_papers():
    """A job of the clock: of decided applications, the papers whose days (`PaperRule.keep_days`) are over go, row and file.

    What a hold in force names stays until it has ended. Returns how many went.
    """
    dated = {"status__in": REGISTRATION.ends, "rule__papers__keep_days__isnull": False, "files__isnull": False}
    found = Registration.objects.filter(**dated).distinct().values_list("pk", flat=True)
    return sum(_remove_of(pk) for pk in list(found))


@transaction.atomic
def _remove_of(pk):
    registration = Registration.objects.select_for_update(of=("self",)).select_related("rule").get(pk=pk)
    decided, today = timezone.localdate(registration.status_since), timezone.localdate()
    limits = registration.rule.papers.filter(keep_days__isnull=False).values_list("kind", "keep_days")
    over = [kind for kind, days in limits if decided + datetime.timedelta(days=days) < today]
    papers = registration.files.filter(kind__in=over)
    number = papers.count()
    named = {"users": [registration.created_by_id], "partners": [registration.partner_id], "numbers": [registration.number]}
    if not number or holds_on(**named).exists():
        return 0
    erase_files(papers)
    record("erase", by=None, target=registration, note="保存の日数が過ぎた資料", rows=number)
    return number
