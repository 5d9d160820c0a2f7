"""How much is asked of a group in a year: the one place that says what counts, for lists, ticks and the group's own page."""

from typing import NamedTuple

from django.db.models import CharField, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from kyodo_portal.common.japanese.dates import fiscal_span
from kyodo_portal.process.models import Task
from partners.directory.standing import Standing
from partners.models import Membership, Partner, PartnerKind, Request
from partners.requests.workflow import REQUEST
from projects.board.presenters import STAGES
from projects.committees.models import CommitteeSeat
from projects.cycles.do.meeting_models import CycleMeeting
from projects.cycles.models import Cycle
from projects.entries.models import Participation, Project

from .models import AskedGroup

NEIGHBOURS = (PartnerKind.NEIGHBOURHOOD, PartnerKind.COMMUNITY)
CITY = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
STANDS = (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)
COUNTS = {  # in the order of the columns: what each number counts
    "load_asks": "お願い",
    "load_letters": "手紙",
    "load_tasks": "やること",
    "load_seats": "委員の席",
    "load_meetings": "打合せ",
    "load_projects": "取組",
}


def groups_to_ask():
    """The QuerySet of the bodies that an office may ask: groups that stand in the directory; no office, no individual."""
    groups = Partner.objects.filter(office=Partner.Office.NONE, standing__in=STANDS, is_collective=False, taken_down_at=None)
    return groups.exclude(kind=PartnerKind.CITIZEN)


def still_asked(ask):
    """The QuerySet of the groups from which an ask was not taken back."""
    return Partner.objects.filter(pk__in=ask.groups.standing().values("partner")).order_by("kana_key", "pk")


def asked_no_more(ask):
    """The QuerySet of the groups from which an ask was taken back."""
    gone = ask.groups.filter(withdrawn_at__isnull=False)
    return Partner.objects.filter(pk__in=gone.values("partner")).order_by("kana_key", "pk")


def seats_of(name, partner):
    """The seats of today that a group holds: those that name it, and those without a body whose person belongs to it."""
    members = Membership.objects.valid().filter(partner=partner).values("user")
    held = Q(belongs=name) | Q(belongs="", user__in=members)
    return CommitteeSeat.objects.valid().filter(held, committee__ended_on__isnull=True)


def tasks_of(*parties):
    """What waits for a group in matters that the city finds (the board's stages); what it has not sent yet is its own affair."""
    shown = Q(pk__in=[])
    for kind in {kind for kind, _ in STAGES}:
        shown |= Q(process=kind, stage__in=[state for of, state in STAGES if of == kind])
    return Task.objects.open().filter(shown, party__in=parties)


def letters_of(partner, year):
    """What offices of the city wrote to the group in this 年度 through 「申込み・連絡」. That they did, and when; no word of it."""
    first, last = fiscal_span(year)
    sent = Request.objects.exclude(status=REQUEST.start).filter(to=partner, from_partner__office__in=CITY)
    return sent.filter(sent_at__date__gte=first, sent_at__date__lte=last)


def meetings_of(partner, year):
    """打合せ of this 年度 in matters in which the group takes part today."""
    part = Participation.objects.valid().filter(partner=partner).values("project")
    return CycleMeeting.objects.filter(on__range=fiscal_span(year), cycle__project__in=part)


def years_of(partner, year):
    """The years of collaborations that count and in which the group takes part today, of this 年度."""
    part = Participation.objects.valid().filter(partner=partner).values("project")
    return Cycle.objects.filter(fiscal_year=year, project__in=Project.objects.standing().filter(pk__in=part))


def _count(rows):
    """How many rows there are for each row of the query around it."""
    number = rows.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def with_loads(groups, year):
    """These groups, each with the numbers of COUNTS for this 年度 and their sum `load`. No query more than without."""
    here, name = OuterRef("pk"), OuterRef("name")
    inner, deeper = OuterRef(OuterRef("pk")), OuterRef(OuterRef(OuterRef("pk")))
    key = Cast(here, CharField())
    asked = AskedGroup.objects.standing().filter(partner=here, ask__fiscal_year=year)
    found = groups.annotate(
        load_asks=_count(asked),
        load_letters=_count(letters_of(here, year)),
        load_tasks=_count(tasks_of(Concat(Value("p"), key), Concat(Value("r"), key))),
        load_seats=_count(seats_of(name, inner)),
        load_meetings=_count(meetings_of(inner, year)),
        load_projects=_count(years_of(deeper, year)),
    )
    return found.annotate(
        load=F("load_asks") + F("load_letters") + F("load_tasks") + F("load_seats") + F("load_meetings") + F("load_projects")
    )


class Load(NamedTuple):
    """The numbers of one group, in the order of COUNTS, with their sum."""

    total: int
    parts: list  # [(label, number)]


def load_of(group):
    """The Load of a group out of `with_loads`. No query."""
    return Load(group.load, [(label, getattr(group, name)) for name, label in COUNTS.items()])
