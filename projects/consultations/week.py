"""What the Monday summary says of the coordinators' desks: numbers and an address, no group and no word."""

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.directory.access import accompanied_by
from partners.models import Membership, Partner

from .access import desk_body
from .desk import SILENT, dues_of
from .models import Consultation


def desks_of_the_week():
    """{User: [line]} of everybody at a coordinators' desk who has something there. Six queries for each of them."""
    places = Membership.objects.valid().filter(partner__office=Partner.Office.COORDINATOR).values("user")
    people = get_user_model().objects.filter(pk__in=places, is_active=True).order_by("pk")
    found = {user: _lines(user, body) for user in people if (body := desk_body(user)) is not None}
    return {user: lines for user, lines in found.items() if lines}


def _lines(user, body):
    today = timezone.localdate()
    told = Consultation.objects.filter(body=body)
    groups = Partner.objects.filter(pk__in=accompanied_by(user)).annotate(last=told.last_contact())
    long_ago = today - datetime.timedelta(days=SILENT)
    dues = dues_of(user, today)
    counted = (
        ("まだだれも受けていない相談", told.filter(by__isnull=True).count()),
        ("日をすぎた約束・次の日", sum(due.is_late for due in dues)),
        ("これから2週間の約束・次の日", sum(not due.is_late for due in dues)),
        (f"{SILENT}日のあいだ音さたのない団体", groups.filter(Q(last__isnull=True) | Q(last__lte=long_ago)).count()),
    )
    lines = [f"・{words}：{number}件" for words, number in counted if number]
    return ["相談の机", *lines, settings.KYODO_ORIGIN + reverse("desk")] if lines else []
