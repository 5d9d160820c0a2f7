"""What a 改組 would move: read for the preview and for the step itself, so that both say the same."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from partners.models import Membership
from projects.asks.models import Ask
from projects.calls.models import Call
from projects.committees.models import Committee
from projects.entries.models import Participation
from projects.entries.window_models import ContactWindow
from projects.handover.models import Handover
from projects.handover.workflow import HANDOVER
from projects.inventory.models import InventorySheet, Possibility
from projects.inventory.workflow import ROUND
from projects.proposals.models import Proposal
from projects.proposals.talk_models import TalkPart
from projects.proposals.workflow import PROPOSAL
from projects.report.models import PolicyReview, YearReport

Side = Participation.Side
DAY = datetime.timedelta(days=1)


class Targets:
    """Where the matters of an office go: its whole line, or the line of one entry."""

    def __init__(self, lines):
        self.lines = list(lines)
        self.whole = {line.former_id: line for line in self.lines if line.project_id is None}
        self.single = {(line.former_id, line.project_id): line for line in self.lines if line.project_id is not None}
        self.formers = {line.former_id for line in self.lines}

    def line_of(self, office, project=None):
        """The ReorganisationLine for an entry of an office, or for what belongs to no entry; None: it stays."""
        return self.single.get((office, project)) or self.whole.get(office)


class Kind(NamedTuple):
    """What belongs to an office as a whole, besides entries: its words, its model, the column of the office, the rows that go."""

    label: str
    model: type
    column: str
    rows: object


def _open_codes(process):
    return [row.code for row in process.open]


def _calls():
    under_way = Proposal.objects.filter(call=OuterRef("pk"), status__in=_open_codes(PROPOSAL))
    return Call.objects.filter(Q(closes_at__gte=timezone.now()) | Exists(under_way))


def _proposals():
    return Proposal.objects.filter(status__in=_open_codes(PROPOSAL))


def _handovers():
    ended = Handover.objects.filter(giver=OuterRef("giver"), on=OuterRef("on")).standing().exclude(pk=OuterRef("pk"))
    waiting = Q(status__in=_open_codes(HANDOVER)) | Q(status__in=HANDOVER.opening("pass"), passed_at__isnull=True)
    return Handover.objects.filter(waiting, ~Exists(ended), side=Side.CITY)


def _possibilities():
    return Possibility.objects.filter(state__in=(Possibility.State.IDEA, Possibility.State.OPEN))


def _reviews():
    return PolicyReview.objects.filter(report__status__in=_open_codes(YearReport.process))


def _asks():
    return Ask.objects.filter(fiscal_year__gte=fiscal_year(timezone.localdate()))


def _talks():
    other = TalkPart.objects.filter(proposal=OuterRef("proposal")).exclude(pk=OuterRef("pk"))
    return TalkPart.objects.filter(~Exists(other), talked=False, proposal__status__in=_open_codes(PROPOSAL))


KINDS = (
    Kind("募集回", Call, "department", _calls),
    Kind("提案", Proposal, "department", _proposals),
    Kind("提案（いっしょに取り組みたい課）", Proposal, "wished_department", _proposals),
    Kind("頼まれている協議", TalkPart, "department", _talks),
    Kind("お願い", Ask, "office", _asks),
    Kind("引継ぎ", Handover, "partner", _handovers),
    Kind("協働の種", Possibility, "office", _possibilities),
    Kind("年のまとめのふりかえり", PolicyReview, "office", _reviews),
    Kind("委員会", Committee, "department", lambda: Committee.objects.filter(ended_on__isnull=True)),
)


def all_parts_of(targets, on):
    """[Participation] of the old offices that hold on this day or later, with entry and office. One query."""
    rows = Participation.objects.filter(Q(until__isnull=True) | Q(until__gte=on), partner__in=targets.formers, side=Side.CITY)
    return list(rows.select_related("project", "partner").order_by("project__kana", "project__title", "pk"))


def parts_of(targets, on):
    """Those of them that go somewhere. One query."""
    return [row for row in all_parts_of(targets, on) if targets.line_of(row.partner_id, row.project_id)]


def windows_of(projects):
    """[ContactWindow] of the city's side that stand now, of these entries. One query."""
    return list(ContactWindow.objects.open().filter(project__in=projects, side=Side.CITY).order_by("pk"))


def others_of(targets):
    """[(Kind, key, office)] of what goes with the whole of an office. One query however many kinds."""
    if not targets.whole:
        return []
    queries = [
        kind.rows().filter(**{f"{kind.column}__in": targets.whole}).order_by().annotate(which=Value(place))
        .values_list("which", "pk", f"{kind.column}_id")
        for place, kind in enumerate(KINDS)
    ]  # fmt: skip
    first, *rest = queries
    return [(KINDS[place], pk, office) for place, pk, office in sorted(first.union(*rest, all=True))]


def sheets_of(targets):
    """[InventorySheet] of the old and new offices in rounds whose numbers are not fixed. One query."""
    offices = targets.formers | {line.successor_id for line in targets.lines}
    rows = InventorySheet.objects.filter(office__in=offices, round__status__in=[*ROUND.opening("answer"), ROUND.start])
    return list(rows.select_related("round", "office").order_by("pk"))


def places_in(offices, on):
    """[Membership] of these offices that hold on this day, with their users. One query."""
    rows = Membership.objects.valid(on).filter(partner__in=offices, user__is_active=True)
    return list(rows.select_related("user", "partner").order_by("partner__kana_key", "partner", "pk"))
