"""iCalendar: the calls and their last days for everybody, one's own last days for whoever holds the key."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_safe
from icalendar import Calendar, Event

from kyodo_portal.common.web.anywhere import anywhere
from kyodo_portal.notices.follow_actions import digest_of, drop_calendar_key, make_calendar_key
from kyodo_portal.notices.models import CalendarKey
from projects.models import Call

from .presenters import open_tasks_of

ICS = "text/calendar; charset=utf-8"
PAST = datetime.timedelta(days=90)  # how long a call that has closed stays in the calendar
MOST = 200


def _calendar(title):
    made = Calendar()
    made.add("prodid", "-//kyodo_portal//ja")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    return made


def _add(made, uid, summary, start, stamp, url=""):
    event = Event()
    event.add("uid", f"{uid}@{settings.KYODO_ORIGIN.split('://')[-1]}")
    event.add("summary", summary)
    event.add("dtstart", start)
    event.add("dtstamp", stamp)
    if url:
        event.add("url", f"{settings.KYODO_ORIGIN}{url}")
    made.add_component(event)


@login_not_required
@require_safe
@anywhere
@conditional_page
def calls(request):
    """When each public call begins and ends. A withdrawn one is out. One query."""
    rows = Call.objects.published().filter(withdrawn_at__isnull=True, closes_at__gt=timezone.now() - PAST)
    made = _calendar(f"提案の募集｜{settings.KYODO_CITY['name']}")
    for call in rows.order_by("closes_at", "pk")[:MOST]:
        for name, at, words in (("opens", call.opens_at, "募集のはじまり"), ("closes", call.closes_at, "募集のしめきり")):
            _add(made, f"call-{call.pk}-{name}", f"{words}：{call.title}", at, call.updated_at, call.get_absolute_url())
    return HttpResponse(made.to_ical(), content_type=ICS)


@login_not_required
@never_cache
@require_safe
def own(request, token):
    """The last days of one person's tasks, titles only. 404 for a key that is none, was renewed, or of whom the city employs."""
    key = CalendarKey.objects.filter(digest=digest_of(token), user__is_active=True).select_related("user").first()
    if key is None or not may_have_calendar(key.user):
        raise Http404
    made = _calendar(f"自分の期限｜{settings.KYODO_CITY['name']} {settings.KYODO_CITY['site']}")
    for task in open_tasks_of(key.user).filter(due_on__isnull=False)[:MOST]:
        stamp = datetime.datetime.combine(task.since, datetime.time.min, tzinfo=datetime.UTC)
        _add(made, f"task-{task.pk}", f"{task.label}：{task.matter}", task.due_on, stamp)
    return HttpResponse(made.to_ical(), content_type=ICS)


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
    context = {"token": token, "key": CalendarKey.objects.filter(user=request.user).first(), "origin": settings.KYODO_ORIGIN}
    return render(request, "pages/own_calendar.html", context)
