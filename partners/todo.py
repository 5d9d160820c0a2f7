"""What waits for a person here: unfinished drafts, corrections, and for the secretariat the applications."""

from django.urls import reverse

from kyodo_portal.common.todo import Todo

from .access import is_secretariat
from .models import Membership, Registration
from .workflow import RegistrationStatus


def todo(user):
    """Applications that wait for this person, those with a deadline first."""
    mine = Membership.objects.valid().filter(user=user, part=Membership.Part.REPRESENTATIVE).values("partner")
    rows = []
    waiting = (RegistrationStatus.DRAFT, RegistrationStatus.CORRECTING)
    for row in (
        Registration.objects.filter(partner__in=mine, status__in=waiting)
        .select_related("partner")
        .prefetch_related("corrections")
    ):
        if row.status == RegistrationStatus.CORRECTING:
            due = min((one.due for one in row.corrections.all() if one.resolved_at is None), default=None)
            rows.append(Todo("登録の申請を直す", str(row), reverse("registration-correct", args=[row.pk]), due))
        else:
            rows.append(Todo("登録の申請の続きを書く", str(row), row.get_absolute_url()))
    if is_secretariat(user):
        submitted = Registration.objects.visible_to(user).filter(status=RegistrationStatus.SUBMITTED).exclude(partner__in=mine)
        for row in submitted.select_related("partner").order_by("submitted_at")[:20]:
            rows.append(Todo("登録の申請を確かめる", str(row), reverse("admin:partners_registration_change", args=[row.pk])))
    return sorted(rows, key=lambda row: (row.due is None, row.due or 0))
