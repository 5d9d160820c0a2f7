"""What the pages of 団体の統合 show. Nothing here writes."""

from typing import NamedTuple

from partners.directory.models import Partner
from partners.directory.payload import shown
from partners.directory.schema import LABELS
from partners.directory.similar import Known

from .merge_models import PartnerMerge
from .merge_rows import FILLED, counted

PAIRS, MERGES = 50, 50
COMPARED = ("name", "kind", *FILLED)


class Pair(NamedTuple):
    """Two bodies that may be one, the one that stands better first, and by what, in words."""

    keep: Partner
    gone: Partner
    words: str


def pairs():
    """[Pair] of what looks like the same body twice: by number, by telephone, by exactly the same name. Two queries."""
    bodies = Partner.objects.filter(merged_into=None, office=Partner.Office.NONE, standing__in=Partner.objects.all().PUBLIC)
    known = Known(bodies.exclude(kind="citizen"))
    found = {}
    for words, index in (("法人番号", known.numbers), ("電話番号", known.phones)):
        for rows in index.values():
            _pair(found, list(rows.values()), words)
    for named in known.cores.values():
        _pair(found, [row for (_, by), row in named.items() if by == "name"], "名前")
    return [Pair(keep, gone, "・".join(words)) for (keep, gone), words in list(found.items())[:PAIRS]]


def _pair(found, rows, words):
    rows.sort(key=lambda row: (row.standing != "registered", row.pk))
    for gone in rows[1:]:
        found.setdefault((rows[0], gone), []).append(words)


class Compared(NamedTuple):
    """One value of two bodies: what the kept one says, what the other, whether it is taken over."""

    label: str
    keep: str
    gone: str
    is_taken: bool


def compared(keep, gone):
    """[Compared] of what one of the two says. No query."""
    rows = []
    for name in COMPARED:
        ours, others = _shown(keep, name), _shown(gone, name)
        if ours or others:
            label = LABELS.get(name) or str(Partner._meta.get_field(name).verbose_name)
            rows.append(Compared(label, ours, others, bool(name in FILLED and others and not ours)))
    return rows


def _shown(body, name):
    """A column in words, as the body's own page has it."""
    value = getattr(body, name)
    if name == "members_count" and value is not None:
        return f"{value:,}{body.get_members_unit_display()}"
    return shown(name, value)


def goes_along(gone):
    """[(what, how many)] of what would move. One query a table that names bodies."""
    return counted(gone)


def merges():
    """The newest PartnerMerge with both bodies and who made them. One query."""
    return list(PartnerMerge.objects.select_related("keep", "gone", "by", "undone_by")[:MERGES])
