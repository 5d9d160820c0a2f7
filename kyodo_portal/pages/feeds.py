"""Atom: every public list as a feed of its newest fifty rows, narrowed by the same words in the address as the list itself."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from guidelines.cases.filters import CaseFilter
from guidelines.models import CaseStudy, Guideline
from kyodo_portal.common.city import the_city
from kyodo_portal.common.lists.open_lists import choices_asked
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime
from kyodo_portal.common.web.anywhere import anywhere
from partners.directory.filters import PartnerFilter
from partners.directory.offer_models import Offer
from partners.events.filters import EventFilter
from partners.events.texts import hours
from partners.models import Event, Partner
from partners.offers.filters import OfferFilter
from projects.calls.filters import CallFilter
from projects.committees.page_presenters import newest_said
from projects.grants.filters import SchemeFilter
from projects.grants.scheme_presenters import listed as listed_schemes
from projects.inventory.possibility_filters import PossibilityFilter
from projects.ledger.activity_filters import ActivityFilter
from projects.ledger.filters import ProjectFilter
from projects.models import Call, OpinionRound, Possibility, Project, Topic, YearReport
from projects.opinions.filters import RoundFilter
from projects.voices.filters import TopicFilter
from projects.voices.presenters import with_counts

from .news_filters import NewsFilter

MOST = 50


class Entry(NamedTuple):
    """One row of a feed. `place`: its path and anchor, by which it is known for ever; `at`: when it changed last (aware)."""

    place: str
    title: str
    text: str
    at: datetime.datetime


class Feed(NamedTuple):
    """One list as a feed. `page`: the name of the list; `newest`: its rows for a request; `entry`: one of them as an Entry."""

    title: str
    page: str
    newest: Callable
    entry: Callable


def _projects(request):
    chosen = choices_asked(request, ("form", "field", "area", "department"))
    return ProjectFilter(request, Project.objects.published(), choices=chosen).qs.order_by("-updated_at", "-pk")


def _partners(request):
    return PartnerFilter(request, Partner.objects.in_directory()).qs.order_by("-updated_at", "-pk")


def _calls(request):
    return CallFilter(request, Call.objects.published()).qs.order_by("-published_at", "-pk")


def _offers(request):
    offers = Offer.objects.listed()
    return OfferFilter(request, offers, rows=offers).qs.order_by("-created_at", "-pk")


def _events(request):
    events = Event.objects.listed()
    return EventFilter(request, events, rows=events).qs.order_by("-published_at", "-pk")


def _event(event):
    when = f"{jdate(event.starts_at)}{hours(event.starts_at, event.ends_at)}、{event.place}"
    title = f"中止：{event.title}" if event.is_cancelled else event.title
    return Entry(event.get_absolute_url(), title, f"{when}。{event.text[:200]}", event.updated_at)


def _seeds(request):
    return PossibilityFilter(request, Possibility.objects.published()).qs.order_by("-updated_at", "-pk")


def _schemes(request):
    return SchemeFilter(request, listed_schemes()).qs.order_by("-updated_at", "-pk")


def _opinions(request):
    return RoundFilter(request, OpinionRound.objects.published()).qs.order_by("-updated_at", "-pk")


def _topics(request):
    chosen, topics = choices_asked(request, ("theme", "area")), with_counts(Topic.objects.published())
    return TopicFilter(request, topics, choices=chosen).qs.order_by("-updated_at", "-pk")


def _cases(request):
    cases = CaseStudy.objects.published().select_related("guideline")
    chosen = choices_asked(request, words=("city", "topic", "form", "actor"))
    return CaseFilter(request, cases, choices=chosen).qs.order_by("-guideline__published_at", "-pk")


def _reports(request):
    return YearReport.objects.published().order_by("-status_since", "-pk")


def _guidelines(request):
    return Guideline.objects.published().order_by("-published_at", "-pk")


def _activity(update):
    project = update.cycle.project
    place = f"{project.get_absolute_url()}#update-{update.pk}"
    return Entry(place, update.title, f"{project.title}、{jdate(update.happened_on)}。{update.body[:200]}", update.created_at)


def _meeting(meeting):
    words = "の会議録を公表しました" if meeting.minutes_at else "を開きます"
    place = f"{meeting.get_absolute_url()}#{'minutes' if meeting.minutes_at else 'main'}"
    return Entry(place, f"{meeting.full_title}{words}", f"{jdate(meeting.on)}。{meeting.agenda}", meeting.said_at)


def _row(text, at):
    return lambda row: Entry(row.get_absolute_url(), str(row), getattr(row, text), getattr(row, at))


def _call(row):
    """A call with its last moment in front, which a reader of feeds asks for first."""
    until = "取りやめになりました。" if row.withdrawn_at else f"{jdatetime(row.closes_at)}まで。"
    return Entry(row.get_absolute_url(), str(row), f"{until}{row.summary}", max(row.published_at, row.updated_at))


FEEDS = {
    "news": Feed(
        "新着",
        "news",
        lambda request: NewsFilter(request).sorted_rows,
        lambda row: Entry(f"{row.url}#{row.source}", row.title, row.summary, row.at),
    ),
    "projects": Feed("プロジェクト", "projects", _projects, _row("summary", "updated_at")),
    "activities": Feed(
        "活動の記録",
        "activities",
        lambda request: ActivityFilter(request).sorted_rows.select_related("cycle__project"),
        _activity,
    ),
    "calls": Feed("提案の募集", "calls", _calls, _call),
    "partners": Feed("仲間", "partners", _partners, _row("pr", "updated_at")),
    "offers": Feed("できること・求めること", "offers", _offers, _row("text", "updated_at")),
    "events": Feed("催し", "events", _events, _event),
    "topics": Feed("みんなの声", "topics", _topics, _row("summary", "updated_at")),
    "seeds": Feed("協働の種", "possibilities", _seeds, _row("what", "updated_at")),
    "reports": Feed("年のまとめ", "reports", _reports, _row("lead", "status_since")),
    "guidelines": Feed("手引き", "guidelines", _guidelines, _row("summary", "published_at")),
    "schemes": Feed("補助制度", "grant-schemes", _schemes, _row("summary", "updated_at")),
    "opinions": Feed("意見の募集", "opinions", _opinions, _row("what", "updated_at")),
    "committees": Feed("委員会の会議と会議録", "committees", lambda request: newest_said(), _meeting),
    "cases": Feed(
        "事例",
        "guideline-cases",
        _cases,
        lambda row: Entry(row.get_absolute_url(), row.title, row.problem or row.result, row.guideline.published_at),
    ),
}


@login_not_required
@require_safe
@anywhere
@conditional_page
def feed(request, name):
    """The newest rows of a list, for a reader of feeds: public words only. Two queries at most."""
    if name not in FEEDS:
        raise Http404
    chosen, city, origin = FEEDS[name], the_city(), settings.KYODO_ORIGIN
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    entries = [chosen.entry(row) for row in chosen.newest(request)[:MOST]]
    out = Newest(
        title=f"{chosen.title}｜{city['name']} {city['site']}",
        link=f"{origin}{reverse(chosen.page)}{query}",
        description="",
        language="ja",
        author_name=city["office"] or city["name"],  # RFC 4287: a feed, or each of its entries, names one
        feed_url=f"{origin}{request.path}{query}",
    )
    for entry in entries:
        where = origin + entry.place
        out.add_item(title=entry.title, link=where, unique_id=where, description=entry.text, updateddate=entry.at)
    return HttpResponse(out.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


class Newest(Atom1Feed):
    """An empty feed says a fixed moment: made anew it is the same, and whoever has it need not fetch it.

    What an entry says was typed as plain text. Django hands it on as HTML, in which `<` begins a mark and a new line is a space.
    """

    def add_item(self, title, link, description, **more):
        super().add_item(title, link, linebreaksbr(description), **more)

    def latest_post_date(self):
        return super().latest_post_date() if self.items else datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
