"""What a 廃棄の一覧 has taken of one matter, for its own page: an empty place there does not mean that nobody wrote anything."""

from django.utils import timezone

from .models import DisposalItem
from .retention import BY_CODE

# The kinds of record that a matter's row is one of.
KINDS_OF = {
    "partners.registration": ("registration_withdrawn", "registration_declined", "registration_papers"),
    "projects.proposal": ("proposal_ended",),
    "projects.application": ("application",),
    "projects.grant": ("grant",),
    "projects.voice": ("voice",),
}


def disposed(subject):
    """[(day, what went, in words)] of a matter that has ended. One query, none for a matter that goes on."""
    kinds = KINDS_OF.get(subject._meta.label_lower, ())
    if not kinds or not subject.state.is_end:
        return []
    rows = DisposalItem.objects.filter(kind__in=kinds, target=subject.pk, erased_at__isnull=False).order_by("erased_at", "pk")
    return [(timezone.localdate(row.erased_at), BY_CODE[row.kind].erased) for row in rows]
