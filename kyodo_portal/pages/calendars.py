"""iCalendar: the calls and their last days for everybody, one's own last days for whoever holds the key."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, F, Q, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_safe
from icalendar import Calendar, Timezone
from icalendar import Event as Component

from kyodo_portal.common.city import the_city
from kyodo_portal.common.web.anywhere import anywhere
from kyodo_portal.notices.follow_actions import digest_of, drop_calendar_key, make_calendar_key
from kyodo_portal.notices.models import CalendarKey
from partners.events.filters import EventFilter, month_of
from partners.events.presenters import for_rows
from partners.events.series import series_of
from partners.models import Event
from projects.calls.days import milestones_of
from projects.cycles.my_tasks import open_tasks_of
from projects.models import Call, CommitteeMeeting, OpinionRound

ICS = "text/calendar; charset=utf-8"
PAST = datetime.timedelta(days=90)  # how long a call that has closed stays in the calendar
MOST, DAY = 500, datetime.timedelta(days=1)  # entries of one calendar: what comes next goes before what is over

# The hours of the city, for a calendar without entries: RFC 5545 knows none that holds nothing at all.
ZONE = Timezone.from_tzid(settings.TIME_ZONE, first_date=datetime.date(2020, 1, 1))
ZONE.pop("comment", None)  # of the library, about years in which the hours may be others


def _calendar(title):
    made = Calendar()
    made.add("prodid", "-//kyodo_portal//ja")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    return made


def _answer(made):
    """The calendar as a file."""
    if not made.subcomponents:
        made.add_component(ZONE)
    return HttpResponse(made.to_ical(), content_type=ICS)


def _add(made, uid, summary, start, stamp, url="", **more):
    """more: other properties by name, where they say anything. Moments are written in UTC: a zone of its own would have to be described.

    What has a day and no hour fills that day, and ends at the next: RFC 5545 counts the end out, and some calendars ask for one.
    """
    event = Component()
    event.add("uid", f"{uid}@{settings.KYODO_ORIGIN.split('://')[-1]}")
    event.add("summary", summary)
    more = {"dtstart": start, "dtstamp": stamp, "url": f"{settings.KYODO_ORIGIN}{url}" if url else "", **more}
    if not isinstance(start, datetime.datetime):
        more["dtend"] = start + DAY
    for name, value in more.items():
        if isinstance(value, datetime.datetime):
            value = value.astimezone(datetime.UTC)
        if value not in (None, ""):
            event.add(name, value)
    made.add_component(event)


def _state(is_cancelled, changed_at, sequence=None):
    """The properties by which a calendar that has an entry knows that it changed, and whether it still takes place.

    sequence: counted where the row counts it, otherwise the minute of the last change, which only grows too.
    """
    sequence = int(changed_at.timestamp()) // 60 if sequence is None else sequence
    return {"sequence": sequence, "last-modified": changed_at, "status": "CANCELLED" if is_cancelled else "CONFIRMED"}


def _soonest(rows, day, now):
    """These rows as a calendar takes them: what comes next by its `day` (a column), then what is over, the latest first."""
    over = Q(**{f"{day}__lt": now})
    return rows.order_by(
        Case(When(over, then=1), default=0), Case(When(~over, then=F(day))), Case(When(over, then=F(day))).desc(), "pk"
    )


def _fitting(made, rows, url, day_of):
    """The first MOST of `rows`. Where some that come are left over, an entry on the day of the first of them says where they all stand.

    url: of the page that lists them all; day_of: f(row) → its day or moment.
    """
    rows = list(rows[: MOST + 1])
    first = day_of(rows[MOST]) if len(rows) > MOST else None
    if isinstance(first, datetime.datetime):
        first = timezone.localdate(first)
    if first is not None and first >= timezone.localdate():
        midnight = timezone.localtime().replace(
            hour=0, minute=0, second=0, microsecond=0
        )  # one answer a day: the rest tells itself
        words = f"このあとの予定は、ポータルで見てください（カレンダーに出るのは{MOST}件までです）"
        _add(made, f"more-{url.strip('/').replace('/', '-')}-{first:%Y%m%d}", words, first, midnight, url)
    return rows[:MOST]


def _add_call(made, call):
    state, before = _state(call.withdrawn_at is not None, call.updated_at), "取りやめ：" if call.withdrawn_at else ""
    days = [("opens", "募集のはじまり", call.opens_at), *((day.key, day.summary, day.ends) for day in milestones_of(call))]
    for key, words, at in days:
        if at is not None:
            place = call.briefing_place if key == "briefing" else ""
            said = (f"{before}{words}：{call.title}", at, call.updated_at, call.get_absolute_url())
            _add(made, f"call-{call.pk}-{key}", *said, location=place, **state)


@login_not_required
@require_safe
@anywhere
@conditional_page
def calls(request):
    """When each public call begins and ends, and its days from the briefing to the report; of a withdrawn one they say so. One query."""
    now = timezone.now()
    late = timezone.localdate(now - PAST)
    rows = Call.objects.published().filter(Q(closes_at__gt=now - PAST) | Q(report_due_on__gt=late))
    made = _calendar(f"提案の募集｜{the_city()['name']}")
    for call in _fitting(made, _soonest(rows, "closes_at", now), reverse("calls"), lambda call: call.closes_at):
        _add_call(made, call)
    return _answer(made)


def _add_event(made, row):
    """One event; cancelled it says so, and by its sequence a calendar that has it knows that it changed."""
    place = "、".join(words for words in (row.place, row.address) if words)
    more = {"dtend": row.ends_at, "location": place, **_state(row.is_cancelled, row.updated_at, row.sequence)}
    summary = f"中止：{row.title}" if row.is_cancelled else row.title
    _add(made, f"event-{row.pk}", summary, row.starts_at, row.updated_at, row.get_absolute_url(), **more)


@login_not_required
@require_safe
@anywhere
@conditional_page
def events(request):
    """The events that come and those of the last weeks, or those of a month, narrowed by the same words in the address as the list. Two
    queries."""
    found = EventFilter(request, Event.objects.listed(), rows=for_rows())
    now = timezone.now()
    rows = found.qs if month_of(found.asked) else found.qs.filter(ends_at__gt=now - PAST)
    made = _calendar(f"催し｜{the_city()['name']}")
    for row in _fitting(made, _soonest(rows, "starts_at", now), reverse("events"), lambda row: row.starts_at):
        _add_event(made, row)
    return _answer(made)


@login_not_required
@require_safe
@anywhere
@conditional_page
def event(request, pk):
    """One event for a calendar; a draft has none."""
    row = get_object_or_404(Event.objects.open_to_all(), pk=pk)
    made = _calendar(row.title)
    _add_event(made, row)
    return _answer(made)


@login_not_required
@require_safe
@anywhere
@conditional_page
def event_series(request, pk):
    """All days of the series of an event (「次の回をつくる」), those that are over too. Three queries."""
    row = get_object_or_404(Event.objects.open_to_all(), pk=pk)
    made = _calendar(row.title)
    keys = [one.pk for one in series_of(row)] or [row.pk]
    for one in Event.objects.open_to_all().filter(pk__in=keys[-MOST:]).order_by("starts_at", "pk"):
        _add_event(made, one)
    return _answer(made)


@login_not_required
@require_safe
@anywhere
@conditional_page
def meetings(request):
    """When committees meet; one that was cancelled stays as such. One query."""
    since = timezone.localdate() - PAST
    rows = (
        CommitteeMeeting.objects.published()
        .filter(announced_at__isnull=False, on__gte=since)
        .select_related("committee", "event")
    )
    made = _calendar(f"委員会の会議｜{the_city()['name']}")
    for row in _fitting(made, _soonest(rows, "on", timezone.localdate()), reverse("committees"), lambda row: row.on):
        stamp = max(filter(None, (row.announced_at, row.cancelled_at, row.event and row.event.updated_at)))
        more = {"dtend": row.ends_at, "location": row.place, "description": row.agenda, **_state(bool(row.cancelled), stamp)}
        title = f"とりやめ：{row.full_title}" if row.cancelled else row.full_title
        _add(made, f"meeting-{row.pk}", title, row.begins_at or row.on, stamp, row.get_absolute_url(), **more)
    return _answer(made)


@login_not_required
@require_safe
@anywhere
@conditional_page
def opinions(request):
    """The first and the last day of each public round; of one that was stopped they say so. One query."""
    rows = OpinionRound.objects.published().filter(closes_on__gte=timezone.localdate() - PAST)
    made = _calendar(f"意見の募集｜{the_city()['name']}")
    soonest = _soonest(rows, "closes_on", timezone.localdate())
    for round in _fitting(made, soonest, reverse("opinions"), lambda round: round.closes_on):
        stamp = max(round.updated_at, round.status_since)  # its steps write the second only
        before, state = "とりやめ：" if round.stopped_why else "", _state(bool(round.stopped_why), stamp)
        for name, on, words in (("opens", round.opens_on, "受付のはじまり"), ("closes", round.closes_on, "しめきり")):
            said = (f"{before}意見の{words}：{round.title}", on, stamp, round.get_absolute_url())
            _add(made, f"opinion-{round.pk}-{name}", *said, **state)
    return _answer(made)


@login_not_required
@never_cache
@require_safe
def own(request, token):
    """The last days of one person's tasks, titles only. 404 for a key that is none, was renewed, or of whom the city employs."""
    key = CalendarKey.objects.filter(digest=digest_of(token), user__is_active=True).select_related("user").first()
    if key is None or not may_have_calendar(key.user):
        raise Http404
    made = _calendar(f"自分の期限｜{the_city()['name']} {the_city()['site']}")
    tasks = list(open_tasks_of(key.user).filter(due_on__isnull=False)[: MOST + 1])
    for task in _fitting(made, tasks, reverse("me"), lambda task: max(task.due_on, timezone.localdate())):
        since = timezone.make_aware(datetime.datetime.combine(task.since, datetime.time.min))
        stamp = max(since, task.changed_at or since)
        _add(made, f"task-{task.pk}", f"{task.label}：{task.matter}", task.due_on, stamp, **_state(False, stamp))
    return _answer(made)


def may_have_calendar(user):
    """Whoever works for the city signs in with a second factor and from its network: no key goes round that."""
    return not (user.is_staff or user.is_superuser)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_key(request):
    """Make, renew or drop the key of the own calendar. Its address is shown once, on the answer that made it."""
    if not may_have_calendar(request.user):
        raise Http404
    token = ""
    if "drop" in request.POST:
        drop_calendar_key(request.user)
        messages.success(request, "カレンダーの鍵を消しました。これまでのアドレスでは、もう読めません。")
        return redirect("own-calendar")
    if request.method == "POST":
        token = make_calendar_key(request.user)
    context = {
        "token": token,
        "key": CalendarKey.objects.filter(user=request.user).first(),
        "origin": settings.KYODO_ORIGIN,
        "host": settings.KYODO_ORIGIN.split("://")[-1],
    }
    return render(request, "pages/own_calendar.html", context)
