"""伴走: what ends when who accompanies a group leaves the body that they accompany it from."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record_each
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify

from .access import secretariat_people
from .membership import Assignment, Membership

NAMED = 3  # groups that a notice names; the rest it counts


def end_of_leavers():
    """Write the end of what somebody accompanies who has left every office: the last day there. The secretariat is told once a person.

    A job of the clock. No right waits for it (`Assignment.objects.valid` asks for the place in an office): it keeps whoever comes back
    from having old rights again. One query where nobody left, six a person otherwise.
    """
    by_person = {}
    for row in Assignment.objects.of_leavers().select_related("user", "partner").order_by("user", "partner"):
        by_person.setdefault(row.user, []).append(row)
    for person, rows in by_person.items():
        with transaction.atomic():
            _end(person, rows)


def _end(person, rows):
    last = Membership.objects.filter(user=person).exclude(partner__office="none").aggregate(Max("until"))["until__max"]
    ended = []
    for row in Assignment.objects.select_for_update().filter(pk__in=[row.pk for row in rows]).of_leavers():
        row.until = max(row.since, last)
        row.save(update_fields=["until"])
        ended.append(row)
    if not ended:
        return
    record_each("rights", by=None, targets=[(row, f"いつまで: {row.until}", person) for row in ended])
    names = [row.partner.public_name for row in rows]
    more = f"、ほか{len(names) - NAMED}団体" if len(names) > NAMED else ""
    notify(
        secretariat_people(),
        title=f"{person}さんの伴走が終わりました",
        body=f"所属が{jdate(last)}で終わったためです。伴走していたのは、{'、'.join(names[:NAMED])}{more}です。次に伴走する人を決めて、入れてください。",
        url=reverse("admin:partners_assignment_changelist"),
        key=f"assignments-ended:{person.pk}:{timezone.localdate()}",
    )
