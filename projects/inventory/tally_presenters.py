"""いまの集計: what the answers of a round come to so far. It is no figure of the year before the round is frozen."""

from typing import NamedTuple

from django.db.models import Count, Q, Sum

from guidelines.models import CollaborationForm
from partners.models import PartnerKind

from .models import Answer, InventoryLine


class TallyRow(NamedTuple):
    """One form, or one kind of partner: its matters of the year, how many of them are new, how many more are over, the city's known
    costs in yen, and of how many matters nobody said a cost."""

    label: str
    count: int
    new: int
    ended: int
    cost: int
    unknown: int


class Tally(NamedTuple):
    """A round so far: [TallyRow] by form and by kind of partner, most matters first, and the sum of either."""

    by_form: list[TallyRow]
    by_kind: list[TallyRow]
    whole: TallyRow


def tally_of(round):
    """The Tally of the lines that are answered. A matter counts once; what is over counts for no year. Two queries."""
    going = ~Q(answer=Answer.ENDED)
    rows = (
        InventoryLine.objects.filter(sheet__round=round)
        .exclude(answer="")
        .order_by()
        .values("form_id", "partner_kind")
        .annotate(
            count=Count("pk", filter=going),
            new=Count("pk", filter=Q(answer=Answer.NEW)),
            ended=Count("pk", filter=Q(answer=Answer.ENDED)),
            cost=Sum("city_cost", filter=going, default=0),
            unknown=Count("pk", filter=going & Q(city_cost=None)),
        )
    )
    rows = list(rows)
    forms = {row["form_id"] for row in rows}
    titles = {form.pk: form.public_title for form in CollaborationForm.objects.filter(pk__in=forms).select_related("guideline")}
    by_form = _summed((titles.get(row["form_id"], "形態を決めていない"), row) for row in rows)
    by_kind = _summed(
        (PartnerKind(row["partner_kind"]).label if row["partner_kind"] else "種類がわからない", row) for row in rows
    )
    return Tally(by_form, by_kind, TallyRow("計", *(sum(row[n] for row in by_form) for n in range(1, len(TallyRow._fields)))))


def _summed(labelled):
    sums = {}
    for label, row in labelled:
        at = sums.setdefault(label, [0] * 5)
        for number, name in enumerate(TallyRow._fields[1:]):
            at[number] += row[name]
    return sorted((TallyRow(label, *at) for label, at in sums.items()), key=lambda row: (-row.count, row.label))
