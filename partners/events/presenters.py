"""What pages say of events: the days of the list, one event's page, what belongs to a matter."""

import datetime
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Page
from django.db.models import Case, F, OuterRef, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.common.lists.put_together import once_a_day
from kyodo_portal.common.templatetags.kyodo import jdate, jtime, monthday
from kyodo_portal.process.photos import Shown
from partners.directory.access import is_secretariat, people_who_write, written_by

from .models import NEEDS, Event
from .photos import photos_of_event
from .series import SeriesDay, others_ahead, series_of
from .signup_models import Signup
from .texts import hours, signing_up

COLUMNS = (
    "pk", "kind", "title", "starts_at", "ends_at", "place", "capacity", "signup", "signup_until", "cancelled_at", "drawn_at",
    "host__name", "host__is_sample", "sign", "captions", "childcare", "wheelchair", "plain",
)  # fmt: skip


class Row(NamedTuple):
    """Everything that a list says of one event, as plain values. `marks`: [(words, tone)]; `facts`: 「午前9時〜11時、総合体育館」."""

    pk: int
    day: datetime.date
    kind: str
    title: str
    host: str
    facts: str
    helps: str
    marks: tuple[tuple[str, str], ...]
    is_sample: bool
    level: int = 4


class Day(NamedTuple):
    """One heading of the list. `opens_month`: this day is the first of its month on the page, and its heading names the year."""

    day: datetime.date
    opens_month: bool
    rows: list[Row]


def for_rows():
    """All events as the plain rows that `row_of` takes: what a list reads of a page."""
    return _all_rows()


@once_a_day
def _all_rows(_):
    taken = Signup.objects.holding().filter(event=OuterRef("pk")).order_by().values("event")
    taken = Coalesce(Subquery(taken.annotate(total=Sum("people")).values("total")), 0)
    return Event.objects.annotate(taken=taken).values_list(*COLUMNS, "taken", named=True)


def row_of(row, level=4):
    """The Row of a row of `for_rows()`."""
    return Row(
        pk=row.pk,
        day=timezone.localdate(row.starts_at),
        kind=Event.Kind(row.kind).label,
        title=row.title,
        host=row.host__name,
        facts=f"{hours(row.starts_at, row.ends_at)}、{row.place}",
        helps="・".join(words for name, words in NEEDS if getattr(row, name)),
        marks=tuple(_marks(row)),
        is_sample=row.host__is_sample and "見本" not in row.host__name,
        level=level,
    )


def _marks(row):
    now = timezone.now()
    if row.cancelled_at:
        yield "中止", "warn"
        return
    if row.ends_at < now:
        yield "終わりました", "quiet"
        return
    if row.signup == Event.SignupWay.NONE:
        return
    last = min(row.signup_until, row.starts_at) if row.signup_until else row.starts_at
    if now >= last or row.drawn_at:
        yield "申込みは終わりました", "quiet"
    elif row.capacity is not None and row.taken >= row.capacity and row.signup == Event.SignupWay.WEB:
        yield "満席（キャンセル待ち）", "warn"
    elif row.signup_until:
        yield f"申込みは{monthday(row.signup_until)}{jtime(row.signup_until)}まで", ""
    else:
        yield "申込みがいります", ""


def days_of(rows):
    """[Day] of rows of `for_rows()` in their order."""
    made, month = [], None
    for day, some in groupby(map(row_of, rows), key=lambda row: row.day):
        made.append(Day(day, (day.year, day.month) != month, list(some)))
        month = (day.year, day.month)
    return made


class EventPage(NamedTuple):
    """One event's page: `facts`: [(label, words)]; `left`: seats that are free, None without a capacity; `picture`, `of_the_day`:
    its photographs; `in_series`: it is one of several days, `others` are those of them that come."""

    event: Event
    when: str
    facts: list[tuple[str, str]]
    hosts: list
    left: int | None
    marks: tuple[tuple[str, str], ...]
    picture: Shown | None
    of_the_day: list[Shown]
    in_series: bool
    others: list[SeriesDay]

    @property
    def signing_up(self):
        """What the button to its page of signing up says."""
        return signing_up(self.event, self.left)

    @property
    def is_of_voices(self):
        """It is about what many people say (みんなの声)."""
        return self.event.about.startswith("topic:")


def event_page(event):
    """The EventPage of an event of `for_page()`. Three queries."""
    series = series_of(event)
    picture, of_the_day = photos_of_event(event)
    taken = event.signups.holding().people_in() if event.capacity is not None else 0
    helps = "・".join(words for name, words in NEEDS if getattr(event, name))
    facts = (
        ("日時", f"{jdate(event.starts_at)}{hours(event.starts_at, event.ends_at)}"),
        ("日時について", event.when_note),
        ("場所", event.place),
        ("住所", event.address),
        ("行きかた", event.access),
        ("駐車場", event.parking),
        ("来られる人", event.conditions),
        ("定員", f"{event.capacity}人" if event.capacity is not None else ""),
        ("参加費", "。".join(words for words in (event.fee, event.fee_detail) if words)),
        ("持ちもの", event.bring),
        ("あるもの", helps),
        ("申込み", _signup_words(event)),
    )
    return EventPage(
        event=event,
        when=f"{jdate(event.starts_at)}{hours(event.starts_at, event.ends_at)}",
        facts=[fact for fact in facts if fact[1]],
        hosts=[event.host, *event.co_hosts.all()],
        left=None if event.capacity is None else max(event.capacity - taken, 0),
        marks=tuple(_marks(_Flat(event, taken))),
        picture=picture,
        of_the_day=of_the_day,
        in_series=bool(series),
        others=others_ahead(event, series),
    )


def own_names(event, user):
    """[(Partner, whether its name stands there)] of the bodies whose name this person may take off an event of `for_page()` or put there
    again. No query for who writes for nobody, otherwise one; for the secretariat one more a body."""
    mine = written_by(user) - {event.host_id}
    if not mine:
        return []
    named = [*((body, True) for body in event.co_hosts.all()), *((body, False) for body in event.not_with.order_by("pk"))]
    for_others = is_secretariat(user)
    return [(body, stands) for body, stands in named if body.pk in mine or (for_others and not people_who_write(body))]


class _Flat:
    """An event and how many come, as `_marks` reads them."""

    def __init__(self, event, taken):
        self.event, self.taken = event, taken

    def __getattr__(self, name):
        return getattr(self.event, name)


def _signup_words(event):
    words = event.get_signup_display()
    if event.signup == Event.SignupWay.NONE:
        return words
    until = f"{jdate(event.signup_until)}{jtime(event.signup_until)}まで" if event.signup_until else ""
    return "。".join(part for part in (words, until) if part)


class OfMatter(NamedTuple):
    """The events of a matter: what is to come, what is over."""

    coming: list[Row]
    over: list[Row]


MOST = 6  # of what is over, on the page of a matter


def of_matter(key):
    """The OfMatter of a key (common/about.py); of a partner what it holds, alone or with others. One query, two of a matter
    that has any: most have none."""
    kind, _, pk = key.partition(":")
    if kind == "partner":
        together = Event.co_hosts.through.objects.filter(partner_id=pk).values("event_id")
        mine = (Event.objects.filter(host_id=pk) | Event.objects.filter(pk__in=together) | Event.objects.about(key)).values("pk")
    else:
        about = Event.objects.about(key).order_by()
        if not about.exists():
            return OfMatter([], [])
        mine = about.values("pk")
    now = timezone.now()
    is_over = Case(When(ends_at__lt=now, then=Value(True)), default=Value(False))
    # Of both parts what is nearest to today: of what comes the first, of what is over the last.
    nearest = [Case(When(ends_at__gte=now, then=F("starts_at"))).asc(nulls_last=True), F("starts_at").desc(), F("pk").desc()]
    ranked = Event.objects.open_to_all().filter(pk__in=mine)
    ranked = ranked.annotate(rank=Window(RowNumber(), partition_by=[is_over], order_by=nearest)).filter(rank__lte=2 * MOST)
    shown = list(for_rows().filter(pk__in=ranked.values("pk")).order_by("starts_at", "pk"))
    coming = [row_of(row, level=3) for row in shown if row.ends_at >= now]
    over = [row_of(row, level=3) for row in reversed(shown) if row.ends_at < now][:MOST]
    return OfMatter(coming, over)


class Own(NamedTuple):
    """A host's events as its people see them."""

    drafts: list[Row]
    coming: list[Row]
    over: Page


def own_rows(request, partner):
    """The Own of a partner; of what is over the page that is asked for, the newest first. Four queries."""
    rows, now = for_rows().filter(host=partner), timezone.now()
    drafts = rows.filter(published_at__isnull=True).order_by("starts_at", "pk")
    shown = rows.filter(published_at__isnull=False)
    coming, over = shown.filter(ends_at__gte=now), shown.filter(ends_at__lt=now)
    page = get_page(over.order_by("-starts_at", "-pk"), request, parameter="over")
    page.object_list = [row_of(row, level=3) for row in page]
    return Own(*([row_of(row, level=3) for row in part] for part in (drafts, coming.order_by("starts_at", "pk"))), page)
