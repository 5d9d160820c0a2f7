"""Bodies that may be one that stands in the directory already: a friendly warning, never a block."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Value

from kyodo_portal.common.japanese.spellings import one_spelling
from kyodo_portal.common.lists.search import fold, matching

from .models import Partner
from .name_models import PartnerName

CORE = 60  # characters of a name that are compared
SHORT = 3  # a name of so few characters that stands inside another says nothing
LOOKED_AT = 200  # bodies of which some are shown


@lru_cache(maxsize=20_000)
def core_of(name):
    """The part of a name that tells groups apart: in one spelling (一丁目 1丁目, 子ども 子供), without legal form, brackets and dots."""
    return re.sub(r"[\W_]", "", one_spelling(name, fold)) or fold(name)


def called(partners, name):
    """[Partner] of these (a QuerySet) that are called so: exactly, or, where none is, in another spelling (ﾜｶﾊﾞの会, 光が丘, with or without
    its legal form). One query, two where none is called so exactly."""
    name = name.strip()
    if exact := list(partners.filter(name=name).order_by("pk")):
        return exact
    near = matching(partners, name).order_by("pk")[:LOOKED_AT]
    return [row for row in near if core_of(row.name) == core_of(name)]


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
        """「名前が似ていて、電話番号が同じ」: by what, in words. No number is said."""
        like, same = ("・".join(BY[one] for one in self.by if one in sort) for sort in (LIKE, SAME))
        return f"{like}が似ていて、{same}が同じ" if like and same else f"{same}が同じ" if same else f"{like}が似た"


BY = {"name": "名前", "former": "前の名前", "number": "法人番号", "phone": "電話番号"}
LIKE, SAME = ("name", "former"), ("number", "phone")  # compared by what is near, and digit by digit


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
        if len(core) < 2:  # 雪, of ㈱雪: only the very same one
            yield from {core} & {*self.cores}
            return
        near = dict.fromkeys(self.pairs.get(core[:2], ()))
        for pair in map("".join, zip(core, core[1:], strict=False)):
            near.update(dict.fromkeys(self.begins.get(pair, ())))
        yield from (its for its in near if _are_alike(core, its))


def _are_alike(core, its):
    """One name stands inside the other, and is long enough to say anything."""
    return core in its or (len(its) > SHORT and its in core)


def similar_partners(name, number="", phone="", *, but=None, among=None, most=5):
    """[Similar]: bodies that may be the same as one of this name, 法人番号 and telephone. Every door asks here.

    among: a QuerySet, by default the published ones. A door of residents hands in no telephone: whoever types one would learn
    whose it is. Three queries, one where nobody is similar.
    """
    known = Partner.objects.published() if among is None else among
    near = _near(known, core_of(name)[:CORE], number, digits_of(phone))
    return Known(known.filter(pk__in=near)).like(name, number, phone, but=but, most=most) if near else []


def _near(known, core, number, digits):
    """[key] of the bodies that may be the same, the likeliest first. One query, of all names and names of before."""
    rows = known.order_by().values_list("pk", "name", "corporate_number", "phone")
    former = PartnerName.objects.order_by().filter(partner__in=known.order_by().values("pk"))
    near = {}
    for pk, name, its_number, its_phone in rows.union(former.values_list("partner", "name", Value(""), Value("")), all=True):
        its = core_of(name)[:CORE]
        same = its == core or (number and number == its_number) or (digits and digits == digits_of(its_phone))
        if same or (len(core) >= 2 and _are_alike(core, its)):
            near[pk] = near.get(pk, False) or same
    return sorted(near, key=lambda pk: (not near[pk], pk))[:LOOKED_AT]


def spelled_otherwise(names):
    """{name: what the directory calls a body of the same name in another spelling} of these names, for lists that write names down
    without a page to ask on. One query, none without names."""
    cores = {core_of(name)[:CORE]: name for name in names}
    rows = Partner.objects.choosable().order_by("pk").values_list("name", flat=True) if cores else ()
    stored = {}
    for name in rows:
        stored.setdefault(core_of(name)[:CORE], []).append(name)
    same = {name: stored[core] for core, name in cores.items() if core in stored}
    return {name: known[0] for name, known in same.items() if name not in known}


def doubts_about_new(name, *, but=None, number="", phone="", way_out):
    """[sentence] for the offices' doors: a body that is about to be entered may stand in the directory already.

    number: its 法人番号. way_out: what one does where it is the same one. Three queries.
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
