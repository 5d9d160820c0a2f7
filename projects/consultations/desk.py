"""What a coordinator's desk shows: whom one has not heard of, what is to be done on which day, what is new since the last look.

Numbers, days, names of groups and titles of matters; no word of what is sealed.
"""

import datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.process.models import Task
from kyodo_portal.process.waiting import without_untold
from partners.directory.access import accompanied_by
from partners.models import Partner
from projects.board.models import DeskVisit
from projects.calls.parties import parties_of

from .desk_models import DeskReport, SavedView
from .filters import ConsultationFilter
from .models import Consultation, FollowUp
from .periods import month_of

SILENT = 45  # days without a consultation, where nobody says otherwise
CHOICES = (14, 30, 45, 90)
AHEAD = 14  # days
SHOWN = 20  # rows of one part


class Silent(NamedTuple):
    """A group that one accompanies; `days` since the last consultation, None where there was none."""

    pk: int
    name: str
    days: int | None


class Due(NamedTuple):
    """One date: of a promise, or the next one of a consultation."""

    on: datetime.date
    number: str
    url: str
    what: str
    partner: str
    is_late: bool


class News(NamedTuple):
    """A matter of one's groups that moved since the last look."""

    on: datetime.date
    title: str
    url: str
    stage: str


class Kept(NamedTuple):
    """A list under a name, with an address that its filter understood."""

    pk: int
    name: str
    url: str


class Desk(NamedTuple):
    """The context of templates/projects/consultations/desk.html. `silent`: a page of [Silent], see get_page."""

    accompanied: int
    silent: Page
    dues: list[Due]
    tasks: list[Task]
    new: int
    news: list[News]
    seen: datetime.datetime | None
    views: list[Kept]
    month: list
    report_open: str


def desk_of(request, body, days=SILENT):
    """The Desk of the person of a request, with the page of silent groups that it asks for. Ten queries at most, however many groups
    and consultations there are."""
    user, today = request.user, timezone.localdate()
    groups = Partner.objects.filter(pk__in=accompanied_by(user)).annotate(last=_of(body).last_contact())
    groups = list(groups.order_by().values_list("pk", "name", "kana_key", "last"))
    seen, is_sent = _last_look(user, body, last_month := _last_month(today))
    counted = _counted(body, today)
    tasks = Task.objects.open().held_by(parties_of(user)).by_day()[:SHOWN]
    return Desk(
        len(groups),
        get_page(silent_of(groups, days, today), request, SHOWN, parameter="silent", unit="団体"),
        dues_of(user, today),
        list(tasks),
        counted["new"],
        _news(user, seen),
        seen,
        kept_of(user),
        [(words, counted[name] or 0) for name, words in MONTH.items()],
        "" if is_sent else last_month,
    )


MONTH = {"count": "相談", "first": "はじめて", "minutes": "かかった時間（分）"}


def _counted(body, today):
    """{new: what nobody has taken, and the numbers of MONTH for this month}. One query."""
    here = Q(on__gte=today.replace(day=1))
    return _of(body).aggregate(
        new=Count("pk", filter=Q(by__isnull=True)),
        count=Count("pk", filter=here),
        first=Count("pk", filter=here & Q(is_first=True)),
        minutes=Sum("minutes", filter=here),
    )


def _of(body):
    return Consultation.objects.filter(body=body)


def silent_of(groups, days, today):
    """[Silent] of these groups (key, name, kana_key, last), the longest first; those without any consultation before all."""
    rows = [(last is not None, last, kana_key, pk, name) for pk, name, kana_key, last in groups]
    rows = sorted(row for row in rows if not row[0] or (today - row[1]).days >= days)
    return [Silent(pk, name, (today - last).days if last else None) for _, last, _, pk, name in rows]


def dues_of(user, today):
    """[Due] of this person, what is late first: own consultations and the promises of the body. Two queries."""
    last = today + datetime.timedelta(days=AHEAD)
    own = Consultation.objects.visible_to(user).filter(by=user, next_on__lte=last).select_related("partner")
    own = own.only("number", "next_on", "who_kind", "partner__name")
    promised = FollowUp.objects.visible_to(user).open().filter(on__lte=last).select_related("consultation__partner")
    promised = promised.only("on", *(f"consultation__{name}" for name in ("number", "who_kind", "partner__name")))
    rows = [_due(row.next_on, row, "次の日", today) for row in own.order_by("next_on")[:SHOWN]]
    rows += [_due(row.on, row.consultation, "約束", today) for row in promised.order_by("on")[:SHOWN]]
    return sorted(rows, key=lambda due: (due.on, due.number))


def _due(on, row, what, today):
    partner = row.partner.name if row.partner_id else row.get_who_kind_display()
    return Due(on, row.number, row.get_absolute_url(), what, partner, on < today)


def _news(user, seen):
    """[News] of the groups that this person accompanies, as far as it was told; of the last two weeks where nothing was ever seen. One
    query."""
    since = timezone.localdate(seen) if seen else timezone.localdate() - datetime.timedelta(days=AHEAD)
    rows = Task.objects.open().of_matters().filter(since__gte=since).involving(accompanied_by(user)).order_by("-since", "pk")
    return [News(*row) for row in without_untold(rows).values_list("since", "matter", "matter_url", "label")[:SHOWN]]


# ---- views under a name --------------------------------------------------------------------------
PATHS = {"consultations": "desk-consultations", "board": "board"}


def kept_of(user):
    """[Kept] of one person, those that still lead somewhere. One query."""
    rows = SavedView.objects.filter(user=user, path__in=PATHS)
    return [Kept(row.pk, row.name, _address(row.path, row.query)) for row in rows]


def _address(path, query):
    url = reverse(PATHS[path])
    return f"{url}?{query}" if query else url


def understood(path, query):
    """What of an address's conditions the list knows, in its own spelling: "state=going&topic=money". None for no list of ours."""
    if path not in PATHS:
        return None
    given = QueryDict(query)
    known = [*ConsultationFilter.base_filters, "sort"] if path == "consultations" else BOARD
    kept = QueryDict(mutable=True)
    for name in known:
        for value in given.getlist(name):
            if value:
                kept.appendlist(name, value)
    return kept.urlencode()[:500]


BOARD = ("q", "kind", "stage", "department", "holder", "late", "moved", "mine", "view")


def _last_month(today):
    """The key of the month before this one."""
    return month_of(today.replace(day=1) - datetime.timedelta(days=1)).key


def _last_look(user, body, month):
    """(when this person last said that all was seen, None for never; whether the report of this month was handed in). One query."""
    sent = DeskReport.objects.standing().filter(body=body, period=month)
    visit = DeskVisit.objects.filter(user=OuterRef("pk")).values("at")[:1]
    rows = get_user_model().objects.filter(pk=user.pk).annotate(seen=Subquery(visit), is_sent=Exists(sent))
    return rows.values_list("seen", "is_sent").get()
