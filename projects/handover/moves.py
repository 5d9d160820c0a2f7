"""担当替え: who moves on one day, and what each of them holds."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from kyodo_portal.accounts.models import User
from kyodo_portal.process.edits import etag_of
from partners.models import Membership, Partner
from projects.cycles.models import Cycle
from projects.entries.models import Participation
from projects.entries.window_models import ContactWindow

from .matters import REPRESENTATIVE
from .models import Handover

Side = Participation.Side
DAY = datetime.timedelta(days=1)


class Move(NamedTuple):
    """One person leaves a city office the day before; `office`: where to, None for nowhere; `taker`: who takes over, None: open.
    stays: not after all, what was entered of it is taken back."""

    membership: Membership
    office: Partner | None
    taker: User | None
    stays: bool = False


def places(on):
    """The QuerySet of who works in a city office on the day before `on`: with person and office, by office and name."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    rows = with_next_office(Membership.objects.valid(on - DAY), on).filter(partner__office__in=offices, user__is_active=True)
    return rows.select_related("user", "partner").order_by("partner__kana_key", "partner", "user__name", "pk")


def with_next_office(memberships, on):
    """Each with `next_office`: the key of the city office in which its person begins on that day; None where in none."""
    comes = Membership.objects.filter(user=OuterRef("user"), since=on).exclude(partner__office=Partner.Office.NONE)
    return memberships.annotate(next_office=Subquery(comes.order_by("pk").values("partner")[:1]))


def etag_of_place(membership):
    """The edit token of one row of the list of moves, read `with_next_office`."""
    return etag_of(membership.pk, membership.until, membership.next_office)


class Held(NamedTuple):
    """What the rows of a list of moves show of each membership, by its key, in six queries."""

    matters: dict  # how many entries it holds on the day
    people: dict  # {office: [User]} who are there on the day
    handovers: dict  # the Handover of that day that stands already, done or not
    goes_to: dict  # the name of the office in which they begin on the day


def held_by(memberships, on):
    """Held of these memberships on the day."""
    offices = {row.partner_id for row in memberships}
    there = list(Membership.objects.valid(on).filter(partner__in=offices, user__is_active=True).select_related("user"))
    going_on = Cycle.objects.unfinished().filter(project=OuterRef("project"))
    parts = Participation.objects.valid().filter(Exists(going_on), partner__in=offices, side=Side.CITY)
    entries = {}
    for partner, project in parts.values_list("partner", "project"):
        entries.setdefault(partner, set()).add(project)
    users = {row.user_id for row in memberships}
    named = {}
    windows = ContactWindow.objects.open().filter(Q(main__in=users) | Q(deputy__in=users), side=Side.CITY)
    for main, deputy, project in windows.values_list("main", "deputy", "project"):
        for user in (main, deputy):
            named.setdefault(user, set()).add(project)
    known = Handover.objects.standing().filter(giver__in=users, partner__in=offices, on=on)
    handovers = {(row.giver_id, row.partner_id): row for row in known.select_related("taker")}
    people = {}
    for row in there:
        people.setdefault(row.partner_id, []).append(row.user)
    staying = [row for row in there if row.since < on]
    counts = {row.pk: len(_entries_of(row, staying, entries, named)) for row in memberships}
    comes = Membership.objects.filter(user__in=users, since=on).exclude(partner__office=Partner.Office.NONE)
    coming = dict(comes.values_list("user", "partner__name"))
    going = {row.pk: coming.get(row.user_id, "") for row in memberships}
    return Held(counts, people, {row.pk: handovers.get((row.user_id, row.partner_id)) for row in memberships}, going)


def _entries_of(membership, staying, entries, named):
    """As `matters.matters_of`, for many."""
    ours = entries.get(membership.partner_id, set())
    others = [row for row in staying if row.partner_id == membership.partner_id and row.user_id != membership.user_id]
    if membership.part == REPRESENTATIVE:
        others = [row for row in others if row.part == REPRESENTATIVE]
    return ours & named.get(membership.user_id, set()) if others else ours
