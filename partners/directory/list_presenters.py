"""What the directory says of a partner in one row: its kind, what it offers and seeks, where, and when that was last confirmed."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import OuterRef
from django.utils import timezone

from kyodo_portal.common.lists.beside import Beside
from kyodo_portal.common.lists.kana_index import kana_groups
from kyodo_portal.common.lists.put_together import once_a_day
from kyodo_portal.process.photos import Shown, photos_beside, shown_of

from .kind import MembersUnit, PartnerKind
from .models import Partner
from .offer_models import Offer
from .photos import PARTNER
from .standing import Standing

STALE = timedelta(days=2 * 365)  # after so long a row says that nobody has confirmed it


class Row(NamedTuple):
    """Everything that a list says of one partner, as plain values. `level`: of its heading. `source`: where a listed body is from.

    `confirmed`: a sentence, "" where no day is known; `is_stale`: that day is long ago.
    """

    pk: int
    name: str
    kind: str
    kind_label: str
    about: str
    offers: str
    needs: str
    is_sample: bool
    source: str
    is_dormant: bool
    areas: tuple[str, ...]
    members: str
    confirmed: str
    is_stale: bool
    level: int
    photo: Shown | None = None


# What a row shows of the partner itself.
IN_ROWS = (
    "pk", "name", "kana_key", "kind", "standing", "pr", "activities", "members_count", "members_unit", "source_note",
    "is_sample", "confirmed_on",
)  # fmt: skip


def for_rows(partners=None):
    """A query for `rows_of`, of these partners or of all: the columns IN_ROWS, and beside them its areas, what it gives and seeks,
    its photographs.
    """
    return _all_rows() if partners is None else _rows_beside(partners, timezone.localdate())


@once_a_day
def _all_rows(day):
    return _rows_beside(Partner.objects, day)


def _rows_beside(partners, day):
    places = Partner.areas.through.objects.filter(partner=OuterRef("pk")).order_by("area__order", "area_id")
    beside = partners.annotate(
        where=Beside(places, "area__name"),
        things=Beside(Offer.objects.live(day).filter(partner=OuterRef("pk")), "side", "title"),
        photos=photos_beside(PARTNER.key),
    )
    return beside.values_list(*IN_ROWS, "where", "things", "photos", named=True)


def rows_of(partners, *, level=3):
    """[Row] of partners that come from `for_rows`. No query of its own."""
    return [_row(partner, level) for partner in partners]


def things_of(partners):
    """{partner's key: {side: titles, joined}} of what these give and seek today, the newest first. One query."""
    found = {}
    rows = Offer.objects.live().filter(partner__in=list(partners)).values_list("partner", "side", "title")
    for partner, *thing in rows:
        found.setdefault(partner, []).append(thing)
    return {partner: _joined(things) for partner, things in found.items()}


def _joined(things):
    """{side: titles, joined} of [(side, title)]."""
    sides = {}
    for side, title in things:
        sides.setdefault(side, []).append(title)
    return {side: "、".join(titles) for side, titles in sides.items()}


def _row(partner, level):
    things = _joined(partner.things or ())
    confirmed, is_stale = confirmation(partner.confirmed_on)
    return Row(
        partner.pk,
        name=partner.name,
        kind=partner.kind,
        kind_label=PartnerKind(partner.kind).label,
        about=partner.pr or partner.activities,
        offers=things.get(Offer.Side.GIVE, ""),
        needs=things.get(Offer.Side.SEEK, ""),
        is_sample=partner.is_sample and "見本" not in partner.name,
        source=partner.source_note if partner.standing == Standing.LISTED else "",
        is_dormant=partner.standing == Standing.DORMANT,
        areas=tuple(name for (name,) in partner.where or ()),
        members=_members(partner),
        confirmed=confirmed,
        is_stale=is_stale,
        level=level,
        photo=next(iter(shown_of(partner.photos)), None),
    )


def _members(partner):
    if not partner.members_count or partner.kind == PartnerKind.CITIZEN:
        return ""
    return f"{partner.members_count}{MembersUnit(partner.members_unit).label}"


def confirmation(day):
    """(sentence, whether that is long ago) of the day on which somebody last confirmed an entry; ("", False) for None."""
    if day is None:
        return "", False
    if timezone.localdate() - day > STALE:
        return f"{day.year}年{day.month}月から確かめていません", True
    return f"{day.year}年{day.month}月に確かめました", False


def groups_of(partners):
    """[KanaGroup of Row] of one page in the order of readings. No query of its own."""
    keys = {partner.pk: partner.kana_key for partner in partners}
    return kana_groups(rows_of(partners, level=4), lambda row: keys[row.pk])
