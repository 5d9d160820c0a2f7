"""Names that look like one that is registered already: a friendly warning, never a block."""

import re

from kyodo_portal.common.lists.search import fold

from .models import Partner

LEGAL = (
    "特定非営利活動法人",
    "認定npo法人",
    "npo法人",
    "株式会社",
    "有限会社",
    "一般社団法人",
    "一般財団法人",
    "社会福祉法人",
    "(株)",
    "(有)",
)


BEGINS = 3  # characters by which names are looked up; one that is no longer and stands inside another says nothing


def core_of(name):
    """The part of a name that tells groups apart: folded, without legal form, brackets and dots."""
    text = fold(name)
    for form in LEGAL:
        text = text.replace(fold(form), "")
    return re.sub(r"[\W_]", "", text) or fold(name)


def similar_to(name, *, but=None, most=5, among=None):
    """Published partners whose name holds this one's core or the other way round. among: others than the published ones."""
    core = core_of(name)[:60]
    if len(core) < 2:
        return []
    known = (Partner.objects.published() if among is None else among).exclude(pk=but.pk if but else None)
    pairs = [(row, core_of(row.name)) for row in known.filter(search_text__contains=core[:BEGINS])[:200]]
    return [row for row, its in pairs if core in its or (len(its) > BEGINS and its in core)][:most]


def doubts_about_new(name, *, but=None, number="", way_out):
    """[sentence] for the offices' doors: a body that is about to be entered may stand in the directory already.

    number: its 法人番号. way_out: what one does where it is the same one. Two queries.
    """
    doubts = [
        f"「{row.name}」という、よく似た名前の団体が、もう載っています。{way_out}"
        for row in similar_to(name, but=but, among=Partner.objects.choosable())
    ]
    if number:
        same = Partner.objects.filter(corporate_number=number).exclude(pk=but.pk if but else None)[:5]
        doubts += [f"「{row.name}」の法人番号が、これと同じです。{way_out}" for row in same]
    return doubts
