"""Whose registration is to be renewed now, as one list."""

import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from partners.directory.forms import KIND_CHOICES
from partners.directory.models import RENEWAL_OPENS_DAYS, Partner
from partners.directory.standing import Standing
from partners.rules.models import RegistrationRule

from .models import Registration
from .workflow import REGISTRATION

STATES = [("none", "まだ出ていない"), ("same", "申請中（去年と同じ）"), ("changed", "申請中（変わったところあり）")]


def renewable():
    """Registered groups of which a renewal is taken now, each with its renewal under way, if there is one: `renewal` (its key),
    `renewal_status`, `renewal_unchanged`. One query for the days of the rules."""
    today = timezone.localdate()
    soon = Q(rule=None, valid_until__lte=today + datetime.timedelta(days=RENEWAL_OPENS_DAYS))
    for days in RegistrationRule.objects.order_by().values_list("renewal_opens_days", flat=True).distinct():
        soon |= Q(rule__renewal_opens_days=days, valid_until__lte=today + datetime.timedelta(days=days))
    papers = Registration.objects.renewals().under_way().filter(partner=OuterRef("pk")).exclude(status=REGISTRATION.start)
    return Partner.objects.filter(soon, standing=Standing.REGISTERED).annotate(
        renewal=Subquery(papers.values("pk")[:1]),
        renewal_status=Subquery(papers.values("status")[:1]),
        renewal_unchanged=Subquery(papers.values("unchanged")[:1]),
    )


class RenewalFilter(ListFilter):
    """q, state and kind over them; 200 a page, as many as are ticked at once."""

    PER_PAGE = 200
    UNIT = "団体"
    SORTS = {
        "": Sort("期限の早い順", ("valid_until", "kana_key", "pk")),
        "name": Sort("名前順", ("kana_key", "pk")),
    }

    q = WordsFilter(label="団体の名前")
    state = ChoiceFilter(label="更新の申請", choices=STATES, method="by_state", empty_label="すべて")
    kind = ChoiceFilter(label="種類", choices=KIND_CHOICES[1:], empty_label="すべて")

    def __init__(self, request):
        super().__init__(request, renewable())

    def by_state(self, rows, name, value):
        return rows.filter(renewal=None) if value == "none" else rows.filter(renewal_unchanged=value == "same")
