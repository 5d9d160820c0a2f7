"""What pages read: the library's shelf, the own city's guideline, what 協働 is, and chapters ready to be drawn."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count

from guidelines.library.models.library import newest_first
from kyodo_portal.common.text import markdown

from .blocks import BLOCKS, split_body
from .models import CaseStudy, Chapter, Guideline, Principle, SupportScheme, Term

# Kinds whose items have a plain version of their own, and the heading under which it stands.
PLAIN = {"原則": "# {大切|たいせつ}な こと", "用語": "# ことば"}


def own_guideline():
    """The own city's newest published guideline with its municipality; None while there is none. One query."""
    return Guideline.objects.own().published().select_related("municipality").first()


def shelf():
    """(the own city's newest guideline or None, all others), published ones, each with the number of its chapters. One query."""
    guidelines = Guideline.objects.published().select_related("municipality").annotate(size=Count("chapters"))
    guidelines = list(guidelines.order_by("-municipality__is_own", "municipality__code", *newest_first()))
    own = guidelines[0] if guidelines and guidelines[0].municipality.is_own else None
    return own, guidelines[1:] if own else guidelines


def published_guidelines():
    """Every published guideline with its municipality, the own city's first. One query."""
    return list(Guideline.objects.published().select_related("municipality"))


class Kyodo(NamedTuple):
    """What 協働 is in the own city: its word for it, the guideline that says so, and the principles."""

    definition: Term
    guideline: Guideline
    principles: list[Principle]


def what_is_kyodo():
    """The Kyodo of the own city's newest guideline; None without one. Two queries."""
    own = Term.objects.own().published().filter(key="kyodo").select_related("guideline__municipality")
    definition = own.order_by(*newest_first("guideline__")).first()
    if definition is None:
        return None
    principles = list(Principle.objects.filter(guideline=definition.guideline_id))
    return Kyodo(definition, definition.guideline, principles)


def chapters_of(slug, user):
    """Every chapter of a guideline that the user may read, with the guideline and its municipality. One query."""
    shelf = Chapter.objects.visible_to(user).filter(guideline__slug=slug).select_related("guideline__municipality")
    return list(shelf.defer("search_text").order_by("number"))


def words_for(guideline, user):
    """Every term that the user may read: this guideline's first, then the own city's, then the others'. One query."""
    terms = list(
        Term.objects.visible_to(user)
        .select_related("guideline__municipality")
        .defer("search_text", "guideline__preface", "guideline__easy", "guideline__source_note")
        .order_by("-guideline__municipality__is_own", "guideline", "order", "pk")
    )
    return sorted(terms, key=lambda term: term.guideline_id != guideline.pk)


def items_in(chapters, terms=None):
    """{(chapter's id, kind's name): [items]} of what stands in these chapters. One query per kind, one more for the roles of cases.

    Terms are taken from `terms` where they were read already.
    """
    names = {value for chapter in chapters for kind, value in split_body(chapter.body) if kind == "items"}
    ids, by_block = {chapter.pk for chapter in chapters}, {}
    for name in sorted(names):
        model, _ = BLOCKS[name]
        items = terms
        if model is not Term or terms is None:
            items = model.objects.filter(chapter__in=ids).defer("search_text").order_by("order", "pk")
            items = items.prefetch_related("roles") if model is CaseStudy else items
            items = items.select_related("form") if model is SupportScheme else items
        for row in items:
            if row.chapter_id in ids:
                by_block.setdefault((row.chapter_id, name), []).append(row)
    return by_block


@dataclass(frozen=True)
class Part:
    """One part of a chapter: rendered text, a drawing with its words and caption, or items with the template that draws them.

    `figure` makes the ids of what the template draws.
    """

    html: str = ""
    svg: str = ""
    caption: str = ""
    template: str = ""
    items: tuple = ()
    figure: str = ""


def parts_of(chapter, items, choice, level=2):
    """[Part] of a chapter as its template draws it.

    Texts are rendered here, not in the template, so that words in them can be linked. `level` is the heading level of the
    body's first rank. In plain Japanese the plain text stands for the whole chapter.
    """
    easy = choice.easy and bool(chapter.easy)
    body, ruby = (chapter.easy, choice.easy_ruby) if easy else (chapter.body, choice.text_ruby)
    parts = []
    for number, (kind, value) in enumerate(split_body(body), start=1):
        figure = f"figure-{chapter.number}-{number}"
        if kind == "text":
            parts.append(Part(html=markdown.render(value, ruby=ruby, heading_level=level)))
        elif kind == "drawing":
            parts.append(Part(html=value.words(ruby), svg=value.svg(figure), caption=value.caption))
        else:
            parts.append(_block(value, items.get((chapter.pk, value), []), figure))
    return parts + (_plain_rest(chapter, items, ruby, level) if easy else [])


def _block(name, items, figure=""):
    return Part(template=BLOCKS[name][1], items=tuple(items), figure=figure)


def _plain_rest(chapter, items, ruby, level):
    """The chapter's principles and terms that its plain text does not name, in their own plain words."""
    said = "".join(markdown.plain_text(chapter.easy, len(chapter.easy)).split())
    parts = []
    for name, heading in PLAIN.items():
        unsaid = [row for row in items.get((chapter.pk, name), []) if row.easy and "".join(row.title.split()) not in said]
        if unsaid:
            parts += [Part(html=markdown.render(heading, ruby=ruby, heading_level=level)), _block(name, unsaid)]
    return parts
