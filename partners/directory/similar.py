"""Bodies that may be one that stands in the directory already: a friendly warning, never a block."""

import re
from typing import NamedTuple

from django.db.models import Q

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


CORE = 60  # characters of a name that are compared
BEGINS = 3  # characters by which names are looked up; one that is no longer and stands inside another says nothing


def core_of(name):
    """The part of a name that tells groups apart: folded, without legal form, brackets and dots."""
    text = fold(name)
    for form in LEGAL:
        text = text.replace(fold(form), "")
    return re.sub(r"[\W_]", "", text) or fold(name)


def digits_of(phone):
    """The digits of a telephone number as it is stored, without 内線: what two numbers are compared by."""
    return re.sub(r"\D", "", phone.split(" 内線")[0])


class Similar(NamedTuple):
    """A body that may be the same one, and by what: of "name", "former" (it was called so), "number" (法人番号), "phone"."""

    partner: Partner
    by: tuple

    @property
    def is_sure(self):
        """Whether more than a name that looks alike says so."""
        return "number" in self.by or ("phone" in self.by and bool({"name", "former"} & {*self.by}))

    @property
    def words(self):
        """「名前」「電話番号」: by what, in words. No number is said."""
        return "・".join(BY[one] for one in self.by)


BY = {"name": "名前", "former": "前の名前", "number": "法人番号", "phone": "電話番号"}


class Known:
    """Many bodies to compare others with, read once: by names, names of before, 法人番号 and telephone."""

    def __init__(self, partners):
        """partners: a QuerySet. Two queries."""
        self.numbers, self.phones, self.cores, self.begins, self.pairs = {}, {}, {}, {}, {}
        for row in partners.prefetch_related("former_names"):
            self._put(self.numbers, row.corporate_number, row)
            self._put(self.phones, digits_of(row.phone), row)
            for name in (row.name, *(former.name for former in row.former_names.all())):
                self._learn(core_of(name)[:CORE], row, "name" if name == row.name else "former")

    @staticmethod
    def _put(index, key, row):
        if key:
            index.setdefault(key, {})[row.pk] = row

    def _learn(self, core, row, by):
        if core not in self.cores:
            self.begins.setdefault(core[:2], []).append(core)
            for pair in set(map("".join, zip(core, core[1:], strict=False))):
                self.pairs.setdefault(pair, []).append(core)
        self.cores.setdefault(core, {})[row.pk, by] = row

    def like(self, name, number="", phone="", *, but=None, most=5):
        """[Similar], the surest first; but: the body itself. No query."""
        found = {}
        for by, rows in (("number", self.numbers.get(number, {})), ("phone", self.phones.get(digits_of(phone), {}))):
            for pk, row in rows.items():
                found.setdefault(pk, (row, []))[1].append(by)
        for core in self._cores_like(core_of(name)[:CORE]):
            for (pk, by), row in self.cores[core].items():
                seen = found.setdefault(pk, (row, []))[1]
                if not {"name", "former"} & {*seen}:
                    seen.append(by)
        found.pop(but.pk if but else None, None)
        similar = [Similar(row, tuple(by for by in BY if by in seen)) for row, seen in found.values()]
        same = core_of(name)
        return sorted(similar, key=lambda one: (-one.is_sure, core_of(one.partner.name) != same, one.partner.pk))[:most]

    def _cores_like(self, core):
        """Cores that hold this one, or stand inside it and are long enough to say anything."""
        if len(core) < 2:
            return
        near = dict.fromkeys(self.pairs.get(core[:2], ()))
        for pair in map("".join, zip(core, core[1:], strict=False)):
            near.update(dict.fromkeys(self.begins.get(pair, ())))
        yield from (its for its in near if core in its or (len(its) > BEGINS and its in core))


def similar_partners(name, number="", phone="", *, but=None, among=None, most=5):
    """[Similar]: bodies that may be the same as one of this name, 法人番号 and telephone. Every door asks here.

    among: a QuerySet, by default the published ones. A door of residents hands in no telephone: whoever types one would learn
    whose it is. Two queries, none where nothing is said.
    """
    core, digits = core_of(name)[:CORE], digits_of(phone)
    near = Q(search_text__contains=core[:BEGINS]) if len(core) >= 2 else Q(pk=None)
    near |= Q(corporate_number=number) if number else Q(pk=None)
    near |= Q(phone__contains=digits[-4:]) if digits else Q(pk=None)
    known = Partner.objects.published() if among is None else among
    return Known(known.filter(near)[:200]).like(name, number, phone, but=but, most=most)


def doubts_about_new(name, *, but=None, number="", phone="", way_out):
    """[sentence] for the offices' doors: a body that is about to be entered may stand in the directory already.

    number: its 法人番号. way_out: what one does where it is the same one. Two queries.
    """
    unmerged = Partner.objects.filter(merged_into=None)
    found = similar_partners(name, number, phone, but=but, among=unmerged, most=50)
    return [
        sentence.format(one.partner.name) + way_out
        for by, sentence in SENTENCES.items()
        for one in found
        if by in one.by and (by == "number" or is_choosable(one.partner))
    ][:5]


SENTENCES = {
    "name": "「{}」という、よく似た名前の団体が、もう載っています。",
    "former": "「{}」は、前によく似た名前でした。",
    "number": "「{}」の法人番号が、これと同じです。",
    "phone": "「{}」の電話番号が、これと同じです。",
}


def is_choosable(partner):
    """`PartnerQuerySet.choosable` of one row: whom an office may know by name. No query."""
    return partner.stands and partner.is_named and not partner.is_city
