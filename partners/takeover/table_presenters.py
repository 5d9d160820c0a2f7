"""The table of April: whose representative changes, what is known of it already, and who has said nothing."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partners.directory.kind import PartnerKind
from partners.directory.membership import Membership
from partners.directory.models import Partner, PartnerQuerySet

from .models import Takeover

Part = Membership.Part
NEW, SAME = "new", "same"  # what a row of the table says of a group


class Change(NamedTuple):
    """What one row says: NEW or SAME. email "": the successor is not in the portal."""

    partner: Partner
    how: str
    name: str
    email: str


ASKED_FROM = 10  # month: from then on groups say who comes in the next April; until then who came in the last one


def turn_of_the_year(today=None):
    """The 1 April that is spoken of: from October on the one that comes, from April to September the one that was."""
    today = today or timezone.localdate()
    return datetime.date(today.year + (today.month >= ASKED_FROM), 4, 1)


def groups():
    """The QuerySet of the groups of the table, by reading: whoever stands in the directory, paper-only ones too; no person."""
    there = Partner.objects.filter(standing__in=PartnerQuerySet.PUBLIC, office=Partner.Office.NONE, is_collective=False)
    return there.exclude(kind=PartnerKind.CITIZEN).order_by("kana_key", "pk")


def _said(day):
    """That something is known of a group for the turn of this day: a takeover of that year, or a representative who began in it."""
    named = Takeover.objects.standing().filter(partner=OuterRef("pk"), starts_on__year=day.year)
    begun = Membership.objects.filter(partner=OuterRef("pk"), part=Part.REPRESENTATIVE, since__year=day.year)
    return Q(Exists(named)) | Q(Exists(begun))


def forgotten_groups(day, rows=None):
    """The QuerySet of the 町内会 of which nothing is known for the turn of this day (a 1 April)."""
    rows = groups() if rows is None else rows
    return rows.filter(kind=PartnerKind.NEIGHBOURHOOD).exclude(_said(day))


def waiting_groups(rows):
    """Those whose successor has not accepted yet."""
    return rows.filter(Exists(Takeover.objects.waiting().filter(partner=OuterRef("pk"))))


def said_groups(day, rows):
    """Those of which something is known for the turn of this day."""
    return rows.filter(_said(day))


class Known(NamedTuple):
    """What is known of one group: who represents it in the portal today, and its Takeover of the year (None: nothing)."""

    people: list[str]
    takeover: Takeover | None


def known_of(partners, day):
    """{key of the partner: Known}. Two queries."""
    keys = [partner.pk for partner in partners]
    people, takeovers = {}, {}
    rows = Membership.objects.valid().filter(partner__in=keys, part=Part.REPRESENTATIVE).select_related("user")
    for row in rows.order_by("since", "pk"):
        people.setdefault(row.partner_id, []).append(str(row.user))
    of_the_year = Takeover.objects.standing().filter(partner__in=keys)
    of_the_year = of_the_year.filter(Q(starts_on__year=day.year) | Q(done_at__isnull=True))
    for row in of_the_year.order_by("pk"):
        takeovers[row.partner_id] = row
    return {key: Known(people.get(key, []), takeovers.get(key)) for key in keys}
