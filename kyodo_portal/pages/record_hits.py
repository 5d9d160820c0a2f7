"""Which records of every kind hold the words that somebody looks for."""

from urllib.parse import quote

from django.db.models import CharField, Value
from django.urls import NoReverseMatch, reverse

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
from kyodo_portal.common.lists.paging import COUNT_CAP
from kyodo_portal.common.lists.search import found, matching
from kyodo_portal.common.lists.typed_text import matching_typed
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.text.markdown import plain_text
from partners.models import Event, Offer, Partner
from projects.models import Call, Committee, Project, Topic

from .hits import FAMILIES, FAMILY_OF, GUIDE, SHOWN, Group, Hit

FOLDED = 95  # further ones below a fold, of the kinds that have no list of their own
LONG = 600  # characters of a record's text in which the words are looked for, to show the place
# Every kind of item of a guideline but its words, which have an index of their own.
LIBRARY = {
    "困りごとの相談先": Trouble,
    "事例": CaseStudy,
    "協働の形態": CollaborationForm,
    "原則": Principle,
    "役割": Role,
    "効果": Effect,
    own_words("市がすすめること"): Policy,
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
        _rows("団体", groups_of(query).order_by("kana_key", "pk"), lambda row: (row.name, row.pr), reverse("partners") + q),
        _rows(own_words("市の担当課"), _offices(query).order_by("name", "pk"), lambda row: (row.name, row.pr or row.activities)),
        _rows(
            "できること・求めること",
            matching(Offer.objects.listed().select_related("partner"), query).order_by("-created_at", "-pk"),
            lambda row: (f"{row.title}（{row.partner.public_name}）", row.text),
            reverse("offers") + q,
        ),
        _rows(
            "催し",
            matching(Event.objects.listed(), query).order_by("-starts_at", "-pk"),
            lambda row: (f"{row.title}（{jdate(row.starts_at)}）", row.text or row.place),
            reverse("events") + q,
        ),
        _rows(
            "みんなの声",
            matching(Topic.objects.published(), query).order_by("-opened_at", "-pk"),
            lambda row: (row.title, row.summary),
            reverse("topics") + q,
        ),
        _rows(
            "プロジェクト",
            matching(Project.objects.published(), query).order_by("-updated_at", "-pk"),
            lambda row: (row.title, row.summary),
            reverse("projects") + q,
        ),
        _rows(
            "委員会",
            matching_typed(Committee.objects.published(), query, ("name", "purpose")).order_by("name", "pk"),
            lambda row: (row.name, row.purpose),
            reverse("committees") + q,
        ),
    ]
    order = [*FAMILIES]
    return sorted((group for group in groups if group), key=lambda group: order.index(group.family))


def _calls(query):
    """Published calls, by what people typed: they are few, and have no column of their own for it."""
    return matching_typed(Call.objects.published(), query, CALL_TEXTS)


def groups_of(query):
    """The published groups of the directory that hold the words."""
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
