"""What the pages of terms read. A term is the same word wherever its key is the same; each document says what it means by it."""

from dataclasses import dataclass

from django.db.models import Model, Q

from guidelines.library.models import Chapter, ContactPoint, Term
from guidelines.library.naming import city_of
from kyodo_portal.common.japanese.kana import kana_fold, kana_row
from kyodo_portal.common.lists.kana_index import row_links, starts_of
from kyodo_portal.common.lists.search import fold, matching, words

CHAPTERS_SHOWN = 30
_ORDER = ("-guideline__municipality__is_own", "guideline__municipality__code", "-guideline__year", "order", "pk")
_WEIGHT = ("guideline__preface", "guideline__easy", "guideline__source_note")


@dataclass
class Entry:
    """One word of the index: named as the first document names it, with everything that says what it means."""

    terms: list

    @property
    def first(self):
        return self.terms[0]

    @property
    def cities(self):
        return list(dict.fromkeys(city_of(term.guideline) for term in self.terms))

    @property
    def row(self):
        return kana_row(self.first.kana)

    def named(self, query):
        """True if the word itself, not only its meaning, has every word of the query."""
        names = fold("　".join(text for term in self.terms for text in (*term.spellings, term.kana)))
        return all(word in names for word in words(query))


@dataclass
class Family:
    """Terms of one document that are understood beside each other: 3つのきょうどう."""

    name: str
    guideline: Model
    terms: list


def published_terms():
    """Every published term with its document, the own city's first."""
    return Term.objects.published().select_related("guideline__municipality").defer("search_text", *_WEIGHT).order_by(*_ORDER)


def entries_of(terms):
    """The index in the order of readings."""
    by_key = {}
    for term in terms:
        by_key.setdefault(term.key, []).append(term)
    return sorted(
        map(Entry, by_key.values()), key=lambda entry: (kana_fold(entry.first.kana), entry.first.title, entry.first.key)
    )


def families_of(terms):
    """The families of which at least two members are there, in the order of the documents."""
    members = {}
    for term in terms:
        if term.family:
            members.setdefault((term.guideline_id, term.family), []).append(term)
    return [Family(name, family[0].guideline, family) for (_, name), family in members.items() if len(family) > 1]


def index_entries(query):
    """(entries, families): all words in the order of readings; with a query those that hold it, named ones first. One query."""
    if not words(query):
        terms = list(published_terms())
        return entries_of(terms), families_of(terms)
    # A word of which one city's meaning holds the query is found with the meanings of all cities.
    keys = matching(Term.objects.published(), query).order_by().values("key")
    entries = entries_of(published_terms().filter(key__in=keys))
    return sorted(entries, key=lambda entry: not entry.named(query)), []


def index_links(entries, page, request):
    """[RowLink] of the あかさたな index over all entries."""
    return row_links(starts_of((entry.first.kana, 1) for entry in entries), page, request)


def meanings(key, user):
    """Every definition of a word that this user may read, the own city's first."""
    return list(
        Term.objects.visible_to(user).filter(key=key).select_related("guideline__municipality", "chapter").order_by(*_ORDER)
    )


def desks_named(terms, user):
    """Where a word is the name of a desk or a group with a telephone (こしゃる): how to reach it. One query."""
    names = {spelling for term in terms for spelling in term.spellings}
    desks = ContactPoint.objects.visible_to(user).filter(guideline__in={term.guideline_id for term in terms}, title__in=names)
    return list(desks.exclude(phone="").defer("search_text", "easy"))


def related_terms(terms, user):
    """(families, related): the families that these terms stand in, and the words they name as related. One query."""
    keys = {key for term in terms for key in term.related.split()} - {term.key for term in terms}
    families = Q(pk__in=[])
    for term in terms:
        if term.family:
            families |= Q(guideline=term.guideline_id, family=term.family)
    neighbours = list(
        Term.objects.visible_to(user)
        .filter(Q(key__in=keys) | families)
        .select_related("guideline__municipality")
        .defer("easy", "search_text", *_WEIGHT)
        .order_by(*_ORDER)
    )
    wanted = {(term.guideline_id, term.family) for term in terms if term.family}
    in_family = [term for term in neighbours if (term.guideline_id, term.family) in wanted]
    return families_of(in_family), entries_of(term for term in neighbours if term.key in keys)


def chapters_with(terms, user):
    """The chapters in whose text one of the spellings occurs, the own city's first: ([chapter], more). One query."""
    holds = Q()
    for spelling in dict.fromkeys(fold(spelling) for term in terms for spelling in term.spellings):
        holds |= Q(search_text__contains=spelling) if spelling else Q()
    chapters = (
        Chapter.objects.visible_to(user)
        .filter(holds)
        .select_related("guideline__municipality")
        .only("number", "title", "guideline__slug", "guideline__title", "guideline__city_note", "guideline__municipality__name")
        .order_by("-guideline__municipality__is_own", "guideline__municipality__code", "-guideline__year", "number")
    )
    first = list(chapters[: CHAPTERS_SHOWN + 1])
    return first[:CHAPTERS_SHOWN], len(first) > CHAPTERS_SHOWN


def found_terms(query, limit):
    """(number of words, the first of them as entries) for the search over the whole house."""
    entries, _ = index_entries(query)
    return len(entries), entries[:limit]
