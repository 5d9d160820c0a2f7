"""Which other pages hold the words that somebody looks for, as they stand or in other words of the same trouble."""

from django.db.models import Q

from guidelines.advice.synonyms import other_words, troubles_of
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.common.lists.search import fold, has_words, matching, spellings
from partners.models import Event, Offer
from projects.models import Project

from .hits import CALL, FAMILIES, GUIDE, PARTNER, PROJECT, SHOWN, SITE, TROUBLE, VOICE, Hit
from .models import PublicPage
from .record_hits import groups_of
from .search_pages import public_pages

AROUND = 30  # characters shown on either side of a hit
Kind = PublicPage.Kind
FAMILY_OF_KIND = {
    Kind.GUIDELINE: GUIDE,
    Kind.SITE: SITE,
    Kind.PROPOSAL: PROJECT,
    Kind.POSSIBILITY: PROJECT,
    Kind.OPINION: Kind.CALL,
    Kind.TOPIC: VOICE,
    Kind.EVENT: CALL,
    Kind.SCHEME: CALL,
    Kind.OFFER: PARTNER,
}


def page_hits(request, query, groups):
    """([Hit], their page of a list) of the pages that hold the words and are no hit of the groups yet. Two queries."""
    shown = {hit.url.partition("#")[0] for group in groups for hit in (*group.hits, *group.rest)}
    pages = matching(public_pages(), query).exclude(path__in=shown)
    listed = {  # whose hits stand above, all of them where the group leads on
        Kind.PARTNER: groups_of(query),
        Kind.PROJECT: matching(Project.objects.published(), query),
        Kind.EVENT: matching(Event.objects.listed(), query),
        Kind.OFFER: matching(Offer.objects.listed(), query),
    }
    for kind, records in listed.items():
        pages = pages.exclude(kind=kind, object_id__in=records.order_by().values("pk"))
    page = get_page(pages.order_by("kind", "pk"), request, rows=PublicPage.objects.defer("search_text"))
    return [_page_hit(row, query) for row in page], page


def _page_hit(row, query):
    return _hit_of(row, excerpt(row, query))


def _hit_of(page, text):
    family = FAMILY_OF_KIND.get(page.kind, page.kind)
    return Hit(page.path, page.title, text, page.get_kind_display(), FAMILIES[family][1])


def excerpt(page, query):
    """The place of the page where the first of the words stands, or how the page begins."""
    forms = spellings(query)[0]
    for block in page.text.splitlines():
        folded = fold(block)
        at = min((place for form in forms if (place := folded.find(form)) >= 0), default=-1)
        if at >= 0:
            return _around(block, at, len(folded))
    return page.lead


def _around(block, at, length):
    place = at * len(block) // max(length, 1)  # folding keeps places roughly
    start, end = max(0, place - AROUND), place + 2 * AROUND
    return f"{'…' if start else ''}{block[start:end]}{'…' if end < len(block) else ''}"


# ---- other words -----------------------------------------------------------------------------------------------
def reworded(query, shown):
    """([words], [Hit]): what other words of the same trouble find, pages that stand on the page already left out."""
    spoken_of = troubles_of(query)
    others = other_words(query, spoken_of)
    if not others:
        return [], []
    label, drawing = FAMILIES[TROUBLE]
    troubles = [Hit(trouble.get_absolute_url(), trouble.title, trouble.desk, label, drawing) for trouble, _ in spoken_of]
    troubles = [hit for hit in troubles if hit.url not in shown]
    shown = [*shown, *(hit.url for hit in troubles)]
    holds = Q()
    for word in others:
        for condition in has_words(word):
            holds |= condition
    pages = public_pages().filter(holds).exclude(path__in=shown).defer("search_text").order_by("kind", "pk")
    return others, [*troubles, *(_hit_of(page, page.lead) for page in pages[: 2 * SHOWN])]
