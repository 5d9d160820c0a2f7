"""Every public page that the site's search looks through: which there are, whose they are, and what they say.

A page is read as a visitor gets it, so that whatever stands on it is found: words of the template, amounts, dates, names. It is
read again after the data have changed (search_page_actions.py, a job of the clock). Until then what the records themselves hold is found at
once, and pages whose record is public no more are not (`public_pages`).
"""

from functools import cache
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from guidelines.models import CaseStudy, Chapter, CollaborationForm, Guideline, Term, Trouble
from partners.models import Event, Offer, Partner
from projects.models import (
    Call,
    Committee,
    CommitteeMeeting,
    GrantScheme,
    OpinionRound,
    Possibility,
    Project,
    Proposal,
    Snapshot,
    Topic,
    YearReport,
)

from . import sitemaps
from .models import AccessibilityTest, PolicyText, PublicPage

Kind = PublicPage.Kind
AT_ONCE = 2_000  # pages that one round looks at
# Pages of the portal itself beside those of sitemap.xml.
ALSO = ("sitemap", "known-answers", "register", "account_login", "account_signup", "account_reset_password")


PAGES_WITH_A_DAY = (
    (Kind.PARTNER, Partner),
    (Kind.PROJECT, Project),
    (Kind.CALL, Call),
    (Kind.POSSIBILITY, Possibility),
    (Kind.OPINION, OpinionRound),
    (Kind.TOPIC, Topic),
    (Kind.EVENT, Event),
    (Kind.SCHEME, GrantScheme),
    (Kind.OFFER, Offer),
)


class Address(NamedTuple):
    """One public page. `object_id`: the key of the record whose being public makes it public; None for pages of the site."""

    path: str
    kind: str
    object_id: int | None = None


def scopes():
    """{kind: the records of which everybody may read the page}"""
    return {
        Kind.GUIDELINE: Guideline.objects.published(),
        Kind.PARTNER: Partner.objects.open_to_all(),
        Kind.PROJECT: Project.objects.published(),
        Kind.CALL: Call.objects.published(),
        Kind.PROPOSAL: Proposal.objects.visible_to(AnonymousUser()),
        Kind.POSSIBILITY: Possibility.objects.published(),
        Kind.OPINION: OpinionRound.objects.published(),
        Kind.TOPIC: Topic.objects.published(),
        Kind.EVENT: Event.objects.listed(),
        Kind.SCHEME: GrantScheme.objects.published(),
        Kind.OFFER: Offer.objects.listed(),
    }


def public_pages():
    """The pages that are known and public at this moment. Each asks for its own record: a list of all grows with the city."""
    public = Q(kind=Kind.SITE)
    for kind, records in scopes().items():
        public |= Q(Exists(records.order_by().filter(pk=OuterRef("object_id"))), kind=kind)
    return PublicPage.objects.filter(public)


def of_the_site():
    """[Address] of pages that are not one record's: lists, policies, sign-in, and what stands in the library, the years' lists and reports, committees, words of law. Fourteen queries."""
    pages = [Address(reverse(name), Kind.SITE) for name in (*sitemaps.Pages().items(), *ALSO)]
    published = Guideline.objects.published()
    pages += [Address(guideline.get_absolute_url(), Kind.GUIDELINE, guideline.pk) for guideline in published.only("slug")]
    for model, columns in ((Chapter, "number"), (CaseStudy, "key"), (CollaborationForm, "key")):
        items = model.objects.filter(guideline__in=published).select_related("guideline")
        items = items.only(columns, "guideline__slug")
        pages += [Address(item.get_absolute_url(), Kind.GUIDELINE, item.guideline_id) for item in items]
    own = published.own().first()
    if own is not None:
        troubles = Trouble.objects.filter(guideline=own).only("key", "guideline_id")
        pages += [Address(trouble.get_absolute_url(), Kind.GUIDELINE, own.pk) for trouble in troubles]
    for report in YearReport.objects.published().only("fiscal_year"):  # whoever takes it off the page names it by its key
        addresses = report.get_absolute_url(), reverse("report-policies", args=[report.fiscal_year])
        pages += [Address(path, Kind.SITE, report.pk) for path in addresses]
    rounds = OpinionRound.objects.published().only("pk")  # what people are asked about, as one text
    pages += [Address(reverse("opinion-plan", args=[one.pk]), Kind.OPINION, one.pk) for one in rounds]
    committees = Committee.objects.published().only("pk")  # its meetings are forgotten with it
    pages += [Address(committee.get_absolute_url(), Kind.SITE, committee.pk) for committee in committees]
    meetings = CommitteeMeeting.objects.published().only("committee_id")
    pages += [Address(meeting.get_absolute_url(), Kind.SITE, meeting.committee_id) for meeting in meetings]
    terms = dict(Term.objects.published().values_list("key", "guideline"))
    pages += [Address(reverse("guideline-term", args=[key]), Kind.GUIDELINE, guideline) for key, guideline in terms.items()]
    visitor = AnonymousUser()
    pages += [
        Address(text.get_absolute_url(), Kind.SITE) for text in PolicyText.objects.visible_to(visitor).only("kind", "version")
    ]
    # Known by the year, by which it is forgotten once the year is no more public.
    years = Snapshot.objects.published().only("fiscal_year")
    tests = AccessibilityTest.objects.visible_to(visitor).only("fiscal_year")
    pages += [Address(one.get_absolute_url(), Kind.SITE, one.fiscal_year) for one in (*years, *tests)]
    return list({page.path: page for page in pages}.values())


def missing():
    """[Address] of public pages that were never read."""
    known = set(PublicPage.objects.filter(kind__in=(Kind.SITE, Kind.GUIDELINE, Kind.OPINION)).values_list("path", flat=True))
    pages = [page for page in of_the_site() if page.path not in known]
    for kind, records in scopes().items():
        if kind != Kind.GUIDELINE:
            unread = records.filter(~Exists(PublicPage.objects.filter(kind=kind, object_id=OuterRef("pk"))))
            for record in unread.order_by("-pk").only("pk")[:AT_ONCE]:
                pages.append(Address(record.get_absolute_url(), kind, record.pk))
    return pages


def outdated(mark):
    """[Address] of pages read before the data changed: those whose record was written since first, then what was read long ago."""
    written = Q()
    for kind, model in PAGES_WITH_A_DAY:
        since = model._base_manager.filter(pk=OuterRef("object_id"), updated_at__gt=OuterRef("read_at"))
        written |= Q(Exists(since), kind=kind)
    pages = PublicPage.objects.exclude(mark=mark).annotate(is_first=Q(written)).order_by("-is_first", "read_at", "pk")
    return [Address(*row) for row in pages.values_list("path", "kind", "object_id")[:AT_ONCE]]


@cache
def _handler():
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def answer(path):
    """The portal's answer to a visitor who asks for the path."""
    origin = urlsplit(settings.KYODO_ORIGIN)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": origin.hostname or "localhost",
        "SERVER_PORT": str(origin.port or (443 if origin.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": origin.netloc,
        "HTTP_X_FORWARDED_PROTO": origin.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": origin.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
    }
    return _handler().get_response(WSGIRequest(environ))
