"""What every page shows: the city, the main menu, how many notices are unread."""

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape

from kyodo_portal.common.city import the_city
from kyodo_portal.common.compiled import rows_of
from kyodo_portal.common.japanese.readings import plain_with_readings
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.web.reading_preference import choice_of
from kyodo_portal.notices.access import can_read_sample_mails
from kyodo_portal.notices.models import Notice

from .jobs import jobs_of
from .plain_texts import PLAIN, WITH_PLAIN, WITH_READINGS, name_of

# In the order of what somebody feels who comes here: the first two are verbs, and the doors of the home page say the same.
NAV = [
    ("/guidelines/help/", "困ったとき"),
    ("/take-part/", "やってみたい"),
    ("/whats-on/", "まちの動き"),
    ("/partners/", "仲間をさがす"),
    ("/guidelines/", "協働を知る"),
]
# Pages that stand elsewhere in the tree but belong to an entry of the menu; the longest beginning counts.
ALIASES = {
    "/projects/": "/whats-on/",
    "/projects/calls/": "/take-part/",
    "/projects/proposals/": "/take-part/",
    "/projects/procedure/": "/take-part/",
    "/report/": "/guidelines/",
    "/partners/offers/": "/take-part/",
    "/partners/register/": "/take-part/",
    "/voices/": "/guidelines/help/",
}


def site(request):
    """Names for all templates: city, sample, sample_people (whether one may become somebody else of it), nav, jobs of staff, reader (how somebody wants to read), what of it the page offers, its sentences in
    plain Japanese where they are asked for, and unread, which is asked of the database only when it is shown.
    """
    reader, name = choice_of(request), name_of(request)
    said = plain_with_readings if reader.easy_ruby else escape
    return {
        "city": the_city(),
        "sample": settings.KYODO_SAMPLE,
        "sample_people": can_read_sample_mails(request),
        "nav": nav_for(request.path),
        "jobs": SimpleLazyObject(lambda: jobs_of(request)),
        "reader": reader,
        "offers_plain": name in WITH_PLAIN,
        "offers_readings": name in WITH_READINGS,
        "plain_text": [said(own_words(text)) for text in PLAIN.get(name, ())] if reader.easy else [],
        "unread": SimpleLazyObject(lambda: unread_of(request.user)),
    }


def unread_of(user):
    """How many notices the person has not read yet. One query, none for a visitor."""
    if not user.is_authenticated:
        return 0
    return sum(number for _, number in rows_of(_unread, user.pk, timezone.now()))


def _unread(user, now):
    rows = Notice.objects.released(now).filter(user_id=user).heads().unread()
    return rows.order_by().values_list("user_id").annotate(number=Count("pk"))


def nav_for(path):
    """The main menu with the entry of this page marked: "page" for the entry itself, "true" for pages below it."""
    places = ALIASES | {href: href for href, _ in NAV}
    start = max((start for start in places if path.startswith(start)), key=len, default="")
    best = places.get(start, "")
    marks = {best: "page" if path == best else "true"}
    return [{"href": href, "label": label, "current": marks.get(href, "")} for href, label in NAV]
