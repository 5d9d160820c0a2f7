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
LONG = 600  # characters of a record's text in which the words are looked for, to show the place
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


# What somebody may narrow the hits to: in the address, in words, the drawing beside each hit; in the order of the page.
TROUBLE, PROJECT, PARTNER, CALL, CASE, GUIDE, SITE = "trouble", "project", "partner", "call", "case", "guide", "page"
FAMILIES = {
    TROUBLE: ("困りごと", "help"),
    PROJECT: ("プロジェクト", "sprout"),
    PARTNER: ("仲間", "people"),
    CALL: ("募集", "pen"),
    CASE: ("事例", "picture"),
    GUIDE: ("手引き", "book"),
    SITE: ("ほかのページ", "file"),
}
FAMILY_OF = {
    "困りごとの相談先": TROUBLE,
    "相談先": TROUBLE,
    "プロジェクト": PROJECT,
    "団体": PARTNER,
    "市の担当課": PARTNER,
    "募集": CALL,
    "事例": CASE,
}  # fmt: skip  the others are what guidelines say


class Hit(NamedTuple):
    """One of what was found. `kind`: what it is, in words; `icon`: the drawing that says the same."""

    url: str
    title: str
    text: str
    kind: str
    icon: str


class Group(NamedTuple):
    """The hits of one kind: how many there are (「件」, or 「件以上」 behind the number that a list counts to), the first of them and the
    rest that is read on a page of this family alone.

    `more`: the address of the list of all; None where there is none, or where all of them stand here.
    """

    label: str
    total: int
    unit: str
    hits: list[Hit]
    rest: list[Hit]
    more: str | None

    @property
    def family(self):
        return FAMILY_OF.get(self.label, GUIDE)


class SearchResult(NamedTuple):
    """Everything that the search page shows.

    `kinds`: [(family, label, how many, unit)] of what was found; `kind`: the one that was asked for, "" for all; `forms`: the words that
    are marked. `pages`: other pages that hold the words, with `page` of their list. `others`: other words of the same trouble, with what they
    find. `near`: troubles with their desks, where nothing was found; `is_near`: they share words or signs with the query, otherwise
    it is where everybody may ask.
    """

    groups: list[Group]
    kinds: list[tuple[str, str, int, str]]
    kind: str
    forms: tuple[str, ...]
    pages: list[Hit]
    page: object
    total: int
    unit: str
    others: list[str]
    by_others: list[Hit]
    near: list
    is_near: bool


def search_result(request, query):
    """The SearchResult of a query; empty for one without words."""
    if not words(query):
        return SearchResult([], [], "", (), [], None, 0, "件", [], [], [], False)
    groups = search_groups(query)
    pages, page = page_hits(request, query, groups)
    shown = [hit.url for group in groups for hit in (*group.hits, *group.rest)] + [hit.url for hit in pages]
    others, by_others = reworded(query, shown)
    total = sum(group.total for group in groups) + page.paginator.count
    unit = max([group.unit for group in groups], default="件")
    near, is_near = ([], False) if total else near_troubles(query)
    kinds = _kinds(groups, page.paginator.count)
    kind = _kind_asked(request, kinds)
    if kind:
        groups, pages = [group for group in groups if group.family == kind], pages if kind == SITE else []
        by_others = []
    forms = tuple({form: None for word in [*spellings(query), *map(_forms, others)] for form in word})
    return SearchResult(groups, kinds, kind, forms, pages, page, total, unit, others, by_others, near, is_near)


def _forms(word):
    return [form for forms in spellings(word) for form in forms]


def _kinds(groups, pages):
    counted = []
    for family, (label, _) in FAMILIES.items():
        own = [group for group in groups if group.family == family]
        count = sum(group.total for group in own) + (pages if family == SITE else 0)
        if count:
            counted.append((family, label, count, max([group.unit for group in own], default="件")))
    return counted


def _kind_asked(request, kinds):
    """The family that the address names, if anything of it was found; further pages of the other pages are theirs alone."""
    asked = request.GET.get("kind") or (SITE if "page" in request.GET else "")
    return asked if asked in [row[0] for row in kinds] else ""


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
    order = [*FAMILIES]
    return sorted((group for group in groups if group), key=lambda group: order.index(group.family))


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
    hits = [(row.get_absolute_url(), say(row)[0], plain_text(say(row)[1], LONG)) for row in there.rows(most)[:most]]
    return _group(label, there.count, hits, more)


def _group(label, count, rows, more):
    hits = [Hit(url, title, text, label, FAMILIES[FAMILY_OF.get(label, GUIDE)][1]) for url, title, text in rows]
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
        (entry.first.get_absolute_url(), f"{entry.first.title}（{'、'.join(entry.cities)}）", plain_text(entry.first.body, LONG))
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
        (_address_of_hit(row), f"{row.title}（{city_of(row.guideline)}）", plain_text(row.body, LONG))
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
    """([Hit], their page of a list) of the pages that hold the words and are no hit of the groups yet. Two queries."""
    shown = {hit.url.partition("#")[0] for group in groups for hit in (*group.hits, *group.rest)}
    pages = matching(public_pages(), query).exclude(path__in=shown)
    pages = pages.exclude(kind=PublicPage.Kind.PARTNER, object_id__in=_groups_of(query).order_by().values("pk"))
    projects = matching(Project.objects.published(), query).order_by().values("pk")
    pages = pages.exclude(kind=PublicPage.Kind.PROJECT, object_id__in=projects)
    page = get_page(pages.order_by("kind", "pk"), request, rows=PublicPage.objects.defer("search_text"))
    return [_page_hit(row, query) for row in page], page


def _page_hit(row, query):
    return _hit_of(row, excerpt(row, query))


def _hit_of(page, text):
    family = {PublicPage.Kind.GUIDELINE: GUIDE, PublicPage.Kind.SITE: SITE, PublicPage.Kind.PROPOSAL: PROJECT}.get(
        page.kind, page.kind
    )
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
    others = other_words(query)
    if not others:
        return [], []
    label, drawing = FAMILIES[TROUBLE]
    troubles = [Hit(trouble.get_absolute_url(), trouble.title, trouble.desk, label, drawing) for trouble, _ in troubles_of(query)]
    troubles = [hit for hit in troubles if hit.url not in shown]
    shown = [*shown, *(hit.url for hit in troubles)]
    holds = Q()
    for word in others:
        for condition in has_words(word):
            holds |= condition
    pages = public_pages().filter(holds).exclude(path__in=shown).defer("search_text").order_by("kind", "pk")
    return others, [*troubles, *(_hit_of(page, page.lead) for page in pages[: 2 * SHOWN])]


def near_troubles(query):
    """([Row] of the troubles nearest to words that nothing holds, each with its desks; whether any is near at all); three queries.

    Where none is, the one row of whoever does not know whom to ask: the others are no nearer than any page.
    """
    troubles, contacts = own_desks()
    near = nearest(troubles, contacts, query)[:NEAR]
    return (near, True) if near else (nearest(troubles, contacts, DO_NOT_KNOW)[:1], False)
