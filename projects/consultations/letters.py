"""Letters (手紙) out of which a consultation arose, or to which it led: which of them somebody at the desk may name."""

import datetime

from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.access import accompanied_by
from partners.models import Request

from .models import Consultation

SINCE = datetime.timedelta(days=366)  # as far back as a consultation may be written


def letters_to_name(user, kept=None):
    """The QuerySet of letters that this person finds and that are not over a year old, the newest first; `kept`: key of one that stands
    already.
    """
    fresh = Request.objects.visible_to(user).filter(created_at__gte=timezone.now() - SINCE).values("pk")
    return Request.objects.filter(Q(pk__in=fresh) | Q(pk=kept)).order_by("-created_at", "-pk")


def first_of(asked, user):
    """{name: value} with which the form begins, by `?partner=` and `?letter=`: of a letter also the group that this person accompanies.
    Two queries at most.
    """
    first = {"partner": small_int(asked.get("partner")), "letter": small_int(asked.get("letter"))}
    row = letters_to_name(user).filter(pk=first["letter"]).first() if first["letter"] is not None else None
    if row is None:
        return {**first, "letter": None}
    groups = [key for key in (row.from_partner_id, row.to_id) if key in accompanied_by(user)]
    return {**first, "letter": row.pk, "partner": first["partner"] or next(iter(groups), None)}


def found_letter(consultation, user):
    """The letter of a consultation where this person still finds it; None otherwise. One query where there is any."""
    if consultation.request_id is None:
        return None
    return Request.objects.visible_to(user).filter(pk=consultation.request_id).first()


def consultations_of(letter, user):
    """[Consultation] of one's body that name this letter. One query."""
    return list(Consultation.objects.visible_to(user).filter(request=letter).only("number").order_by("pk"))
