"""What the key of a letter stands for: the only place that knows every kind of page. common/about.py spells keys."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from guidelines.models import Guideline
from kyodo_portal.common.about import parse
from partners.models import Offer, Partner
from partners.requests.models import Request
from partners.requests.places import Place, place_of_offer, place_of_partner, secretariat, who_take_letters
from projects.models import Call, Possibility, Project, YearReport

Kind = Request.Kind
ON_PAGES = (Kind.ASK, Kind.CONSULT, Kind.ERROR)
# Name of an address → (kind of the key, the part of the address that is the key): what the page's letters are about.
ROUTES = {
    "partner": ("partner", "pk"), "offer": ("offer", "pk"), "project": ("project", "pk"), "call": ("call", "pk"),
    "possibility": ("possibility", "pk"), "guideline": ("guideline", "slug"), "year-report": ("report", "fiscal_year"),
}  # fmt: skip


def about_of(match):
    """The key of the page that this ResolverMatch opened: of what it shows, or of the page itself; "" where that has no address of its own."""
    if match is None or not match.view_name:
        return ""
    kind, part = ROUTES.get(match.view_name, ("", ""))
    if kind and part in match.kwargs:
        return f"{kind}:{match.kwargs[part]}"
    return f"page:{match.view_name}" if not match.kwargs and ":" not in match.view_name else ""


def place_of(user, text):
    """The Place that a key stands for, for this person; None where there is none, or where the person does not find it. At most five
    queries.
    """
    about = parse(text)
    find = FINDERS.get(about.kind) if about else None
    return find(user, about) if find else None


def _partner(user, about):
    partner = Partner.objects.visible_to(user).select_related("desk").filter(pk=about.pk).first()
    return partner and place_of_partner(partner)


def _offer(user, about):
    offer = Offer.objects.live().filter(pk__in=Offer.objects.visible_to(user)).select_related("partner__desk")
    found = offer.filter(pk=about.pk).first()
    return found and place_of_offer(found)


def _project(user, about):
    """The groups and the office that take part; who asks chooses."""
    project = Project.objects.visible_to(user).filter(pk=about.pk).first()
    if project is None:
        return None
    sides = [row.partner for row in project.taking_part()]
    reached = who_take_letters(sorted(sides, key=lambda partner: partner.is_city))
    kinds = (Kind.ASK, Kind.HELP, Kind.ERROR)
    return Place(str(about), str(project), project.get_absolute_url(), reached or secretariat(), kinds)


def _row(rows, kinds=ON_PAGES):
    def find(user, about):
        row = rows(user).filter(pk=about.pk).first()
        return row and Place(str(about), str(row), row.get_absolute_url(), secretariat(), kinds)

    return find


def _report(user, about):
    row = YearReport.objects.published().filter(fiscal_year=about.pk).first()
    return row and Place(str(about), str(row), row.get_absolute_url(), secretariat(), ON_PAGES)


def _guideline(user, about):
    row = Guideline.objects.published().filter(slug=about.key).first()
    return row and Place(str(about), str(row), row.get_absolute_url(), secretariat(), ON_PAGES)


def _page(user, about):
    try:
        url = reverse(about.key)
    except NoReverseMatch:
        return None
    label = f"{settings.KYODO_CITY['site']}のページ（{url}）"
    return Place(str(about), label, url, secretariat(), ON_PAGES)


FINDERS = {
    "partner": _partner,
    "offer": _offer,
    "project": _project,
    "call": _row(lambda user: Call.objects.visible_to(user)),
    "possibility": _row(lambda user: Possibility.objects.published()),
    "report": _report,
    "guideline": _guideline,
    "page": _page,
}
