"""What a 改組 would move: read for the preview and for the step itself, so that both say the same."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.lists.together import together
from partners.models import Event, KnownAnswer, Membership, Offer, Partner, Request
from projects.applications.models import Application
from projects.applications.workflow import APPLICATION
from projects.asks.models import Ask
from projects.calls.models import Call
from projects.calls.theme_models import CallTheme
from projects.committees.models import Committee
from projects.entries.models import Participation
from projects.entries.window_models import ContactWindow
from projects.grants.models import Grant
from projects.grants.scheme_models import GrantScheme
from projects.grants.workflow import GRANT
from projects.handover.models import Handover
from projects.handover.workflow import HANDOVER
from projects.inventory.models import InventoryLine, InventorySheet
from projects.inventory.possibility_models import Possibility
from projects.inventory.workflow import ROUND
from projects.opinions.models import OpinionRound
from projects.opinions.workflow import ROUND as OPINION_ROUND
from projects.proposals.models import Proposal
from projects.proposals.talk_models import TalkPart
from projects.proposals.workflow import PROPOSAL
from projects.report.models import PolicyReview, YearReport
from projects.voices.models import Voice
from projects.voices.topic_models import Topic
from projects.voices.workflow import TOPIC, VOICE

Side = Participation.Side
DAY = datetime.timedelta(days=1)
INSIDE = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
CO_HOSTS = Event.co_hosts.through


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
    """What belongs to an office as a whole, besides entries: its words, its model, the column of the office, the rows that go when
    the day of the 改組 is this one."""

    label: str
    model: type
    column: str
    rows: object


def _open_codes(process):
    return [row.code for row in process.open]


def _begins(day):
    """The first moment of a day in the city."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _open_since(process, on):
    """The condition of what is open today; of a day that is over also what was open then and has ended since."""
    is_open = Q(status__in=_open_codes(process))
    return is_open | Q(status_since__gte=_begins(on)) if on < timezone.localdate() else is_open


def _calls(on):
    under_way = Proposal.objects.filter(call=OuterRef("pk"), status__in=_open_codes(PROPOSAL))
    return Call.objects.filter(Q(closes_at__gte=_begins(on)) | Exists(under_way))


def _themes(on):
    return CallTheme.objects.filter(call__in=_calls(on).values("pk"))


def _applications(on):
    return Application.objects.filter(_open_since(APPLICATION, on))


def _schemes(on):
    under_way = Grant.objects.filter(rule__scheme=OuterRef("pk"), status__in=_open_codes(GRANT))
    return GrantScheme.objects.filter(Q(is_active=True) | Exists(under_way))


def _rounds(on):
    return OpinionRound.objects.filter(_open_since(OPINION_ROUND, on))


def _topics(on):
    return Topic.objects.filter(_open_since(TOPIC, on))


def _voices(on):
    return Voice.objects.filter(_open_since(VOICE, on))


def _letters(on):
    """Of what people and groups wrote; between two offices a letter stays where it is, for one may go into the other."""
    return Request.objects.under_way().exclude(from_partner__office__in=INSIDE)


def _letters_out(on):
    """What the office wrote to others: their answers are read by whoever has its work now."""
    return Request.objects.under_way().exclude(to__office__in=INSIDE)


def _proposals(on):
    return Proposal.objects.filter(_open_since(PROPOSAL, on))


def _handovers(on):
    ended = Handover.objects.filter(giver=OuterRef("giver"), on=OuterRef("on")).standing().exclude(pk=OuterRef("pk"))
    waiting = Q(status__in=_open_codes(HANDOVER)) | Q(status__in=HANDOVER.opening("pass"), passed_at__isnull=True)
    return Handover.objects.filter(waiting, ~Exists(ended), side=Side.CITY)


def _possibilities(on):
    return Possibility.objects.filter(state__in=(Possibility.State.IDEA, Possibility.State.OPEN))


def _reviews(on):
    return PolicyReview.objects.filter(report__status__in=_open_codes(YearReport.process))


def _asks(on):
    return Ask.objects.filter(fiscal_year__gte=fiscal_year(on))


def _talks(on):
    other = TalkPart.objects.filter(proposal=OuterRef("proposal")).exclude(pk=OuterRef("pk"))
    return TalkPart.objects.filter(~Exists(other), talked=False, proposal__status__in=_open_codes(PROPOSAL))


def _events(on):
    """Drafts and what was called off too: somebody has to write them, and to answer for them on their day."""
    return Event.objects.coming(_begins(on))


def _joined(on):
    return CO_HOSTS.objects.filter(event__in=_events(on).order_by().values("pk"))


def _offers(on):
    return Offer.objects.live(on)


# Every column that says which office has something, but those of what is over. An entry says it in rows of its own (`_parts`).
KINDS = (
    Kind("募集回", Call, "department", _calls),
    Kind("募集回の題", CallTheme, "department", _themes),
    Kind("提案", Proposal, "department", _proposals),
    Kind("提案（いっしょに取り組みたい課）", Proposal, "wished_department", _proposals),
    Kind("頼まれている協議", TalkPart, "department", _talks),
    Kind("申請", Application, "department", _applications),
    Kind("補助制度", GrantScheme, "department", _schemes),
    Kind("意見募集", OpinionRound, "department", _rounds),
    Kind("みんなの声", Topic, "department", _topics),
    Kind("回ってきた声", Voice, "routed_to", _voices),
    Kind("届いた手紙", Request, "to", _letters),
    Kind("出した手紙", Request, "from_partner", _letters_out),
    Kind("お願い", Ask, "office", _asks),
    Kind("引継ぎ", Handover, "partner", _handovers),
    Kind("協働の種", Possibility, "office", _possibilities),
    Kind("年のまとめのふりかえり", PolicyReview, "office", _reviews),
    Kind("委員会", Committee, "department", lambda on: Committee.objects.filter(ended_on__isnull=True)),
    Kind("催し", Event, "host", _events),
    Kind("いっしょに開く催し", CO_HOSTS, "partner", _joined),
    Kind("できること・求めること", Offer, "partner", _offers),
    Kind("よくある質問", KnownAnswer, "partner", lambda on: KnownAnswer.objects.all()),
)


class Before(NamedTuple):
    """What is found before anything is held. `others`: [(Kind, key, office)] of what goes with the whole of an office; `sheets`:
    [InventorySheet] of the old and new offices, `lines`: their [InventoryLine]; `places`: [ReorganisationPlace]; `keys`: the entries."""

    others: list
    sheets: list
    lines: list
    places: list
    keys: list


class Held(NamedTuple):
    """What stands once the entries are held. `rows`: {entry: [every Participation]}; `windows`: [ContactWindow]; `members`: {office:
    users that day}, of the new offices and of those that take part; `there`: {(user, office)} of who goes and is there already."""

    rows: dict
    windows: list
    members: dict
    there: set


def before_holding(reorganisation, targets):
    """Before: one query for all of it."""
    sheets = _sheets(targets)
    lines = InventoryLine.objects.filter(sheet__in=sheets.order_by().values("pk")).only("sheet", "project").order_by("pk")
    places = reorganisation.places.select_related("membership__user", "goes_to")
    parts = _parts(targets, reorganisation.on).order_by().values_list("project", "partner")
    others, sheets, lines, places, parts = together(_others(targets, reorganisation.on), sheets, lines, places, parts)
    keys = {project for project, office in parts if targets.line_of(office, project)}
    return Before(_by_kind(others), sheets, lines, places, sorted(keys))


def now_held(keys, targets, places, on):
    """Held, of these entries, whose rows are held. One query."""
    rows = Participation.objects.filter(project__in=keys).order_by("pk")
    successors = {line.successor_id for line in targets.lines}
    offices = Q(partner__in=successors) | Q(partner__in=rows.filter(side=Side.CITY).order_by().values("partner"))
    members = Membership.objects.valid(on).filter(offices, user__is_active=True).order_by().values_list("user", "partner")
    goes = {place.membership.user_id for place in places}, {place.goes_to_id for place in places}
    there = Membership.objects.filter(user__in=goes[0], partner__in=goes[1], until__isnull=True).order_by()
    rows, windows, members, there = together(rows, _windows(keys), members, there.values_list("user", "partner"))
    every, people = {}, {}
    for row in rows:
        every.setdefault(row.project_id, []).append(row)
    for user, office in members:
        people.setdefault(office, set()).add(user)
    return Held(every, windows, people, {tuple(pair) for pair in there})


def _parts(targets, on):
    return Participation.objects.filter(Q(until__isnull=True) | Q(until__gte=on), partner__in=targets.formers, side=Side.CITY)


def all_parts_of(targets, on):
    """[Participation] of the old offices that hold on this day or later, with entry and office. One query."""
    rows = _parts(targets, on).select_related("project", "partner")
    return list(rows.order_by("project__kana", "project__title", "pk"))


def _windows(projects):
    return ContactWindow.objects.open().filter(project__in=projects, side=Side.CITY).order_by("pk")


def windows_of(projects):
    """[ContactWindow] of the city's side that stand now, of these entries. One query."""
    return list(_windows(projects))


def _others(targets, on):
    queries = [
        kind.rows(on).filter(**{f"{kind.column}__in": targets.whole}).order_by().annotate(which=Value(place))
        .values_list("which", "pk", f"{kind.column}_id")
        for place, kind in enumerate(KINDS)
    ]  # fmt: skip
    first, *rest = queries
    return first.union(*rest, all=True)


def _by_kind(rows):
    return [(KINDS[place], pk, office) for place, pk, office in sorted(map(tuple, rows))]


def others_of(targets, on):
    """[(Kind, key, office)] of what goes with the whole of an office on this day. One query however many kinds."""
    return _by_kind(_others(targets, on)) if targets.whole else []


def _sheets(targets):
    offices = targets.formers | {line.successor_id for line in targets.lines}
    rows = InventorySheet.objects.filter(office__in=offices, round__status__in=[*ROUND.opening("answer"), ROUND.start])
    return rows.select_related("round", "office").order_by("pk")


def sheets_of(targets):
    """[InventorySheet] of the old and new offices in rounds whose numbers are not fixed; each knows `has_lines`. One query."""
    lines = InventoryLine.objects.filter(sheet=OuterRef("pk"))
    return list(_sheets(targets).annotate(has_lines=Exists(lines)))


def places_in(offices, on):
    """[Membership] of these offices that hold on this day, with their users. One query."""
    rows = Membership.objects.valid(on).filter(partner__in=offices, user__is_active=True)
    return list(rows.select_related("user", "partner").order_by("partner__kana_key", "partner", "pk"))
