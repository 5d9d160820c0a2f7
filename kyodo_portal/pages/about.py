"""What the key of a letter stands for: the only place that knows every kind of page. common/about.py spells keys."""

from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Length
from django.urls import NoReverseMatch, reverse

from guidelines.advice.help_presenters import trouble_for
from guidelines.models import Guideline, Trouble
from kyodo_portal.common.about import parse
from kyodo_portal.common.city import the_city
from partners.models import Event, Offer, Partner, Theme
from partners.requests.models import Request
from partners.requests.places import Place, place_of_offer, place_of_partner, secretariat, who_take_letters
from projects.models import Call, Committee, OpinionRound, Possibility, Project, Topic, YearReport

from .models import PublicPage

Kind = Request.Kind
ON_PAGES = (Kind.ASK, Kind.CONSULT, Kind.ERROR)
# Name of an address → (kind of the key, the part of the address that is the key): what the page's letters are about.
ROUTES = {
    "partner": ("partner", "pk"), "offer": ("offer", "pk"), "event": ("event", "pk"), "project": ("project", "pk"), "call": ("call", "pk"), "call-paper": ("call", "pk"),
    "possibility": ("possibility", "pk"), "opinion-round": ("opinion", "pk"), "opinion-plan": ("opinion", "pk"), "guideline-trouble": ("trouble", "key"),
    "committee": ("committee", "pk"), "topic": ("topic", "pk"),
    **dict.fromkeys(("guideline", "guideline-chapter", "guideline-print", "guideline-case", "guideline-form"), ("guideline", "slug")),
    "year-report": ("report", "fiscal_year"), "report-policies": ("report", "fiscal_year"),
}  # fmt: skip
# What has no key of its own: the list on which it stands.
LISTED = {
    "guideline-term": "page:guideline-terms",
    "proposal": "page:calls",
    "photo": "page:activities",
    "committee-meeting": "page:committees",
    "view-new": "page:desk",  # opens with what is to be kept only
    "report-list": "page:reports",  # a year has its list before, or without, a report
}
# What has a page of its own: kind of the key → (which rows this person finds, the column that is the key).
ROWS = {
    "partner": (lambda user: Partner.objects.visible_to(user).select_related("desk"), "pk"),
    "offer": (lambda user: Offer.objects.live().filter(pk__in=Offer.objects.visible_to(user)).select_related("partner"), "pk"),
    "event": (lambda user: Event.objects.visible_to(user).select_related("host"), "pk"),
    "project": (lambda user: Project.objects.visible_to(user), "pk"),
    "call": (lambda user: Call.objects.visible_to(user).select_related("department"), "pk"),
    "possibility": (lambda user: Possibility.objects.published(), "pk"),
    "opinion": (lambda user: OpinionRound.objects.published().select_related("department"), "pk"),
    "committee": (lambda user: Committee.objects.published().select_related("department"), "pk"),
    "topic": (lambda user: Topic.objects.published().select_related("department"), "pk"),
    "report": (lambda user: YearReport.objects.published(), "fiscal_year"),
    "guideline": (lambda user: Guideline.objects.published(), "slug"),
    "theme": (lambda user: Theme.objects.all(), "code"),
}
PLAIN = {
    Call: "call", OpinionRound: "opinion", Possibility: "possibility", Committee: "committee", Topic: "topic", YearReport: "report", Guideline: "guideline",
}  # fmt: skip


def about_of(match):
    """The key of the page that this ResolverMatch opened: of what it shows, or of the page itself; "" where that has no address of its own."""
    if match is None or not match.view_name:
        return ""
    kind, part = ROUTES.get(match.view_name, ("", ""))
    if kind and part in match.kwargs:
        return f"{kind}:{match.kwargs[part]}"
    if match.view_name in LISTED:
        return LISTED[match.view_name]
    return f"page:{match.view_name}" if not match.kwargs and ":" not in match.view_name else ""


def place_of(user, text):
    """The Place that a key stands for, for this person; None where there is none, or where the person does not find it. At most five
    queries.
    """
    about = parse(text)
    if about is None or about.kind == "page":
        return about and _page(about)
    if about.kind == "trouble":
        row = trouble_for(user, about.key)
    else:
        rows, column = ROWS[about.kind]
        row = rows(user).filter(**{column: about.key}).first()
    return row and place_for(row)


def named_for_all(text):
    """What everybody reads as the name of what a key stands for; "" where not everybody finds it. At most seven queries."""
    where = with_heading(place_of(AnonymousUser(), text))
    return where.label if where else ""


def place_for(row):
    """The Place of what a page has found already: of a Partner, Offer, Project, Call, Trouble … At most four queries."""
    if isinstance(row, Partner):
        return place_of_partner(row)
    if isinstance(row, Offer):
        return place_of_offer(row)
    if isinstance(row, Event):
        return _event(row)
    if isinstance(row, Project):
        return _project(row)
    if isinstance(row, Trouble):
        return _by_office(f"trouble:{row.key}", row.title, row.get_absolute_url(), _office_called(row.desk))
    if isinstance(row, Theme):
        return _by_office(f"theme:{row.code}", row.name, f"{reverse('offers')}?theme={row.pk}")
    kind = PLAIN[type(row)]
    about = f"{kind}:{getattr(row, ROWS[kind][1])}"
    return _by_office(about, str(row), row.get_absolute_url(), getattr(row, "department", None))


def _event(event):
    """Its host, where somebody there reads letters, otherwise the secretariat. Two queries at most."""
    relayed = "" if (reached := who_take_letters([event.host])) or event.host.is_city else event.host.public_name
    label, url = f"{event.title}（{event.host.public_name}）", event.get_absolute_url()
    return Place(f"event:{event.pk}", label, url, reached or secretariat(), (Kind.ASK, Kind.HELP, Kind.ERROR), relayed)


def _project(project):
    """The groups and the office that take part; who asks chooses."""
    sides = [row.partner for row in project.taking_part()]
    reached = who_take_letters(sorted(sides, key=lambda partner: partner.is_city))
    kinds = (Kind.ASK, Kind.HELP, Kind.ERROR)
    return Place(f"project:{project.pk}", str(project), project.get_absolute_url(), reached or secretariat(), kinds)


def _by_office(about, label, url, office=None):
    """The office in charge, where somebody there reads letters, otherwise the secretariat."""
    return Place(about, label, url, who_take_letters([office] if office else []) or secretariat(), ON_PAGES)


def _office_called(name):
    """The office that a trouble names in words, the shortest name that begins so; None where it names none. One query."""
    rows = Partner.objects.departments().filter(name__startswith=name) if name else Partner.objects.none()
    return rows.order_by(Length("name"), "pk").first()


def _page(about):
    try:
        url = reverse(about.key)
    except NoReverseMatch:
        return None
    return _by_office(str(about), f"{the_city()['site']}のページ（{url}）", url)


def with_heading(where):
    """The Place, a page of the site under the heading that its reader sees, if the search has read it. One query; every page asks for
    its Place, only the page of the letter says what it is called.
    """
    if where is None or not where.about.startswith("page:"):
        return where
    if where.about == "page:home":
        return where._replace(label="ホーム")
    heading = PublicPage.objects.filter(path=where.url).values_list("title", flat=True).first()
    return where._replace(label=heading) if heading else where
