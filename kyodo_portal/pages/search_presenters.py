"""What the site's search finds: records of every kind first, then every other page that holds the words."""

from typing import NamedTuple
from urllib.parse import quote

from django.db.models import CharField, Q, Value
from django.urls import NoReverseMatch, reverse

from guidelines.advice.help_presenters import nearest, own_desks
from guidelines.advice.synonyms import other_words, troubles_of
from guidelines.library.naming import address_of, city_of
from guidelines.models import (
    ActivityField,
    CaseStudy,
    Chapter,
    CollaborationForm,
    Column,
    ContactPoint,
    Effect,
    FirstStep,
    Guideline,
    Policy,
    Principle,
    Role,
    Step,
    SupportScheme,
    Trouble,
)
from guidelines.terms.presenters import found_terms
from kyodo_portal.common.lists.paging import COUNT_CAP, get_page
from kyodo_portal.common.lists.search import fold, found, has_words, matching, matching_typed, spellings, words
from kyodo_portal.common.text.markdown import plain_text
from partners.models import Partner
from projects.models import Call, Project

from .models import PublicPage
from .search_pages import public_pages

SHOWN = 5  # hits of each kind on the search page
FOLDED = 95  # further ones below a fold, of the kinds that have no list of their own
AROUND = 30  # characters shown on either side of a hit
NEAR = 3  # troubles shown where nothing is found
DO_NOT_KNOW = "どこに言えばよいかわからない"  # the trouble that is near to everything
# Every kind of item of a guideline but its words, which have an index of their own.
LIBRARY = {
    "困りごとの相談先": Trouble,
    "事例": CaseStudy,
    "協働の形態": CollaborationForm,
    "原則": Principle,
    "役割": Role,
    "効果": Effect,
    "市がすすめること": Policy,
    "支援のしくみ": SupportScheme,
    "相談先": ContactPoint,
    "進めかた": Step,
    "はじめの一歩": FirstStep,
    "活動の例": ActivityField,
    "コラム": Column,
}
BY_CITY = ("-guideline__municipality__is_own", "guideline__municipality__code", "guideline")
HEAVY = ("easy", "search_text", "guideline__preface", "guideline__easy", "chapter__body", "chapter__easy", "chapter__search_text")
CALL_TEXTS = ("title", "summary", "eligibility", "support")


class Group(NamedTuple):
    """The hits of one kind: how many there are (「件」, or 「件以上」 behind the number that a list counts to), [(url, title, text)] of
    the first and of those below a fold.

    `more`: the address of the list of all; None where there is none, or where all of them stand here.
    """

    label: str
    total: int
    unit: str
    hits: list[tuple[str, str, str]]
    rest: list[tuple[str, str, str]]
    more: str | None


class SearchResult(NamedTuple):
    """Everything that the search page shows.

    `pages`: other pages that hold the words, with `page` of their list. `others`: other words of the same trouble, with what they
    find. `near`: troubles with their desks, where nothing was found; `is_near`: they share words or signs with the query, otherwise
    it is where everybody may ask.
    """

    groups: list[Group]
    pages: list[tuple[str, str, str]]
    page: object
    total: int
    unit: str
    others: list[str]
    by_others: list[tuple[str, str, str]]
    near: list
    is_near: bool


def search_result(request, query):
    """The SearchResult of a query; empty for one without words."""
    if not words(query):
        return SearchResult([], [], None, 0, "件", [], [], [], False)
    groups = search_groups(query)
    pages, page = page_hits(request, query, groups)
    shown = [url for group in groups for url, _, _ in (*group.hits, *group.rest)] + [url for url, _, _ in pages]
    others, by_others = reworded(query, shown)
    total = sum(group.total for group in groups) + page.paginator.count
    unit = max([group.unit for group in groups], default="件")
    near, is_near = ([], False) if total else near_troubles(query)
    return SearchResult(groups, pages, page, total, unit, others, by_others, near, is_near)


def search_groups(query):
    """[Group] of the records that hold the words, kinds without a hit left out."""
    q = f"?q={quote(query)}"
    chapters = Chapter.objects.filter(guideline__in=Guideline.objects.published()).select_related("guideline__municipality")
    chapters = chapters.defer("body", "easy", "search_text", "guideline__preface", "guideline__easy", "guideline__source_note")
    groups = [
        _rows("ガイドライン", matching(chapters, query).order_by(*BY_CITY, "number"), _chapter),
        _terms(query),
        *_library(query),
        _rows("募集", _calls(query).order_by("-closes_at", "pk"), lambda row: (row.title, row.summary)),
        _rows("団体", _groups_of(query).order_by("kana_key", "pk"), lambda row: (row.name, row.pr), reverse("partners") + q),
        _rows("市の担当課", _offices(query).order_by("name", "pk"), lambda row: (row.name, row.pr or row.activities)),
        _rows(
            "プロジェクト",
            matching(Project.objects.published(), query).order_by("-updated_at", "-pk"),
            lambda row: (row.title, row.summary),
            reverse("projects") + q,
        ),
    ]
    return [group for group in groups if group]


def _calls(query):
    """Published calls, by what people typed: they are few, and have no column of their own for it."""
    return matching_typed(Call.objects.published(), query, CALL_TEXTS)


def _groups_of(query):
    return matching(Partner.objects.published(), query)


def _offices(query):
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    return matching(Partner.objects.open_to_all().filter(office__in=offices), query)


def _rows(label, matches, say, more=None):
    there = found(matches, COUNT_CAP)
    if not there.count:
        return None
    most = SHOWN if more else SHOWN + FOLDED
    hits = [(row.get_absolute_url(), say(row)[0], plain_text(say(row)[1])) for row in there.rows(most)[:most]]
    return _group(label, there.count, hits, more)


def _group(label, count, hits, more):
    total, unit = (COUNT_CAP - 1, "件以上") if count >= COUNT_CAP else (count, "件")
    return Group(label, total, unit, hits[:SHOWN], hits[SHOWN:], more if count > SHOWN else None)


def _chapter(row):
    return f"{row.number} {row.title}（{city_of(row.guideline)}）", row.lead


def _terms(query):
    """The words of the library that hold the query, each once, however many cities explain it."""
    count, entries = found_terms(query, SHOWN)
    if not count:
        return None
    hits = [
        (entry.first.get_absolute_url(), f"{entry.first.title}（{'、'.join(entry.cities)}）", plain_text(entry.first.body))
        for entry in entries
    ]
    return _group("ことば", count, hits, f"{reverse('guideline-terms')}?q={quote(query)}")


def _library(query):
    """What published guidelines say, kind by kind: the title with its city. One query, and one for each kind that is hit."""
    asked = [
        matching(model.objects.published(), query).order_by().values_list(Value(label, output_field=CharField()), "pk")
        for label, model in LIBRARY.items()
    ]
    keys = {}
    for label, pk in asked[0].union(*asked[1:], all=True):
        keys.setdefault(label, []).append(pk)
    return [_items(label, model, keys[label]) for label, model in LIBRARY.items() if label in keys]


def _items(label, model, keys):
    items = model.objects.filter(pk__in=keys).select_related("guideline__municipality", "chapter").defer(*HEAVY)
    hits = [
        (_address_of_hit(row), f"{row.title}（{city_of(row.guideline)}）", plain_text(row.body))
        for row in items.order_by(*BY_CITY, "order", "pk")[: SHOWN + FOLDED]
    ]
    return _group(label, len(keys), hits, None)


def _address_of_hit(item):
    """The item's own page where it has one, otherwise where it can be read."""
    try:
        return item.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return address_of(item)


# ---- pages as they stand ---------------------------------------------------------------------------------------
def page_hits(request, query, groups):
    """([(url, title, text)], their page of a list) of the pages that hold the words and are no hit of the groups yet. Two queries."""
    shown = {url.partition("#")[0] for group in groups for url, _, _ in (*group.hits, *group.rest)}
    pages = matching(public_pages(), query).exclude(path__in=shown)
    pages = pages.exclude(kind=PublicPage.Kind.PARTNER, object_id__in=_groups_of(query).order_by().values("pk"))
    projects = matching(Project.objects.published(), query).order_by().values("pk")
    pages = pages.exclude(kind=PublicPage.Kind.PROJECT, object_id__in=projects)
    page = get_page(pages.order_by("kind", "pk"), request, rows=PublicPage.objects.defer("search_text"))
    return [_page_hit(row, query) for row in page], page


def _page_hit(row, query):
    return row.path, row.title, excerpt(row, query)


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
    """([words], [(url, title, text)]): what other words of the same trouble find, pages that stand on the page already left out."""
    others = other_words(query)
    if not others:
        return [], []
    troubles = [(trouble.get_absolute_url(), trouble.title, trouble.desk) for trouble, _ in troubles_of(query)]
    troubles = [hit for hit in troubles if hit[0] not in shown]
    shown = [*shown, *(url for url, _, _ in troubles)]
    holds = Q()
    for word in others:
        for condition in has_words(word):
            holds |= condition
    pages = public_pages().filter(holds).exclude(path__in=shown).defer("search_text").order_by("kind", "pk")
    return others, [*troubles, *((page.path, page.title, page.lead) for page in pages[: 2 * SHOWN])]


def near_troubles(query):
    """([Row] of the troubles nearest to words that nothing holds, each with its desks; whether any is near at all); three queries.

    Where none is, the one row of whoever does not know whom to ask: the others are no nearer than any page.
    """
    troubles, contacts = own_desks()
    near = nearest(troubles, contacts, query)[:NEAR]
    return (near, True) if near else (nearest(troubles, contacts, DO_NOT_KNOW)[:1], False)
