"""sitemap.xml: public pages only, out of the same scopes as the lists; sent while it is read.

One file while it holds no more addresses than the protocol allows (sitemaps.org), then an index of such files: `?p=1` and on.
"""

from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from guidelines.models import CaseStudy, Chapter, CollaborationForm, Guideline, Term
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.pieces import pieces
from kyodo_portal.common.lists.tables import streamed
from partners.models import Event, Offer, Partner
from projects.models import (
    Call,
    Committee,
    CommitteeMeeting,
    GrantScheme,
    OpinionRound,
    Possibility,
    Project,
    Snapshot,
    Topic,
    YearReport,
)

MOST = 50_000  # addresses of one file
ROWS_AT_A_TIME = 500
FRAME = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n', "</{0}>\n"


class Section:
    """Pages of one kind: `items()` in a fixed order, a list or a queryset of the few columns that their addresses need."""

    def location(self, item):
        return item.get_absolute_url()

    def lastmod(self, item):
        return None


class Pages(Section):
    def items(self):
        return [
            "home",
            "welcome-en",
            "welcome-easy",
            "take-part",
            "whats-on",
            "news",
            "consult",
            "neighbourhood",
            "guidelines",
            "guideline-compare",
            "guideline-terms",
            "guideline-cases",
            "guideline-forms",
            "guideline-help",
            "partners",
            "partner-map",
            "register",
            "claiming-unlisted",
            "known-answers",
            "offers",
            "lecture-menu",
            "offer-numbers",
            "events",
            "projects",
            "activities",
            "possibilities",
            "calls",
            "apply",
            "grant-schemes",
            "opinions",
            "committees",
            "topics",
            "voice-send",
            "voice-numbers",
            "reports",
            "report-statistics",
            "procedure",
            "procedure-registration",
            "procedure-proposal",
            "procedure-application",
            "procedure-cycle",
            "procedure-tables",
            "procedure-table-registration",
            "procedure-table-proposal",
            "procedure-table-application",
            "procedure-table-cycle",
            "policy-accessibility",
            "policy-privacy",
            "policy-terms",
            "policy-files",
            "open-data",
        ]

    def location(self, item):
        return reverse(item)


class Guidelines(Section):
    def items(self):
        return Guideline.objects.published().only("slug").order_by("pk")


class Chapters(Section):
    def items(self):
        chapters = Chapter.objects.filter(guideline__in=Guideline.objects.published())
        return chapters.select_related("guideline").only("number", "guideline__slug").order_by("pk")


class Terms(Section):
    """One page for every word, however many cities explain it."""

    def items(self):
        return Term.objects.published().order_by("key").values_list("key", flat=True).distinct()

    def location(self, item):
        return reverse("guideline-term", args=[item])


class Cases(Section):
    def items(self):
        return CaseStudy.objects.published().select_related("guideline").only("key", "guideline__slug").order_by("pk")


class Forms(Section):
    def items(self):
        return CollaborationForm.objects.published().select_related("guideline").only("key", "guideline__slug").order_by("pk")


class Partners(Section):
    def items(self):
        return Partner.objects.published().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Offers(Section):
    def items(self):
        return Offer.objects.listed().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Events(Section):
    def items(self):
        return Event.objects.listed().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Projects(Section):
    def items(self):
        return Project.objects.published().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Calls(Section):
    def items(self):
        return Call.objects.published().only("pk").order_by("pk")


class GrantSchemes(Section):
    def items(self):
        return GrantScheme.objects.published().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Opinions(Section):
    def items(self):
        return OpinionRound.objects.published().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Possibilities(Section):
    def items(self):
        return Possibility.objects.published().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Committees(Section):
    def items(self):
        return Committee.objects.published().only("pk").order_by("pk")


class Meetings(Section):
    def items(self):
        return CommitteeMeeting.objects.published().only("pk").order_by("pk")


class Topics(Section):
    def items(self):
        return Topic.objects.published().only("updated_at").order_by("pk")

    def lastmod(self, item):
        return item.updated_at


class Reports(Section):
    def items(self):
        return YearReport.objects.published().only("fiscal_year").order_by("pk")


class YearLists(Section):
    def items(self):
        return Snapshot.objects.published().only("fiscal_year", "at").order_by("fiscal_year")

    def lastmod(self, item):
        return item.at


SITEMAPS = (
    Pages,
    Guidelines,
    Chapters,
    Terms,
    Cases,
    Forms,
    Partners,
    Offers,
    Events,
    Projects,
    Calls,
    GrantSchemes,
    Opinions,
    Possibilities,
    Committees,
    Meetings,
    Topics,
    Reports,
    YearLists,
)


@login_not_required
@require_safe
def sitemap_xml(request):
    """The addresses of all public pages, or the index of the files in which they stand. One query more than there are kinds of rows."""
    sections = [(section, section.items()) for section in (kind() for kind in SITEMAPS)]
    counts = [items.count() if hasattr(items, "query") else len(items) for _, items in sections]
    files = -(-sum(counts) // MOST)
    number = small_int(request.GET.get("p"), 0)
    if number > files:
        raise Http404
    if files > 1 and not number:
        addresses = [(f"{request.path}?p={number}", None) for number in range(1, files + 1)]
        return _xml(request, "sitemapindex", "sitemap", addresses)
    return _xml(request, "urlset", "url", _addresses(sections, counts, max(number - 1, 0) * MOST))


def _addresses(sections, counts, first):
    """(path, when it changed) of MOST pages from the place `first` on, through all sections."""
    last = first + MOST
    for (section, items), count in zip(sections, counts, strict=True):
        some = items[max(first, 0) : max(last, 0)]
        for item in pieces(some, ROWS_AT_A_TIME) if hasattr(some, "query") else some:
            yield section.location(item), section.lastmod(item)
        first, last = first - count, last - count


def _xml(request, root, row, addresses):
    response = streamed(_lines(request.build_absolute_uri("/")[:-1], root, row, addresses), "application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response


def _lines(origin, root, row, addresses):
    yield FRAME[0].format(root)
    for path, changed in addresses:
        lastmod = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        yield f"<{row}><loc>{escape(origin + path)}</loc>{lastmod}</{row}>\n"
    yield FRAME[1].format(root)
