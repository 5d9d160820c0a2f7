"""What every page shows: the city, the main menu, how many notices are unread."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from kyodo_portal.common.web.reading_preference import choice_of
from kyodo_portal.notices.models import Notice

NAV = [
    ("/guidelines/", "協働を知る"),
    ("/partners/", "仲間をさがす"),
    ("/projects/", "プロジェクト"),
    ("/projects/calls/", "提案する"),
    ("/projects/procedure/", "手続きの流れ"),
]
# Pages that stand elsewhere in the tree but belong to an entry of the menu.
ALIASES = {"/projects/proposals/": "/projects/calls/"}


def site(request):
    """Names for all templates: city, sample, nav, reader (how somebody wants to read), and unread, which is asked of the database
    only when it is shown.
    """
    return {
        "city": settings.KYODO_CITY,
        "sample": settings.KYODO_SAMPLE,
        "nav": nav_for(request.path),
        "reader": choice_of(request),
        "unread": SimpleLazyObject(lambda: Notice.objects.visible_to(request.user).unread().count()),
    }


def nav_for(path):
    """The main menu with the entry of this page marked: "page" for the entry itself, "true" for pages below it."""
    place = next((to for start, to in ALIASES.items() if path.startswith(start)), path)
    best = max((href for href, _ in NAV if place.startswith(href)), key=len, default="")
    marks = {best: "page" if path == best else "true"}
    return [{"href": href, "label": label, "current": marks.get(href, "")} for href, label in NAV]
