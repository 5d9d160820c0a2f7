"""What is given and sought in numbers, a 年度 at a time. Who would be told of by a small number is not."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span, fiscal_year
from partners.directory.models import Partner
from partners.directory.offer_models import Offer

FEW = 2  # this many and fewer stand as 少数


class YearNumbers(NamedTuple):
    """One 年度: `kinds`: [(words, できること, 求めること)]; `lectures`: [(partner, how many)]; all numbers as words."""

    year: int
    label: str
    kinds: list[tuple[str, str, str]]
    lectures: list[tuple[str, str]]


def few(number):
    """The number as everybody may read it: 「少数」 for one and two."""
    return "少数" if 0 < number <= FEW else f"{number:,}"


def year_numbers(year):
    """The YearNumbers of a 年度: what was open in it, by kind, and its lectures by partner, whatever became of them. Two queries.

    Partners that the directory does not show are left out.
    """
    first, last = fiscal_span(year)
    shown = Offer.objects.filter(partner__in=Partner.objects.in_directory().order_by().values("pk"))
    open_then = shown.filter(since__lte=last).exclude(until__lt=first).exclude(closed_at__date__lt=first)
    by_kind = open_then.order_by().values_list("side", "kind").annotate(count=Count("pk"))
    counted = Counter({(side, kind): count for side, kind, count in by_kind})
    lectures = shown.filter(form=Offer.Form.LECTURE, fiscal_year=year).order_by()
    by_partner = lectures.values_list("partner__name").annotate(count=Count("pk")).order_by("-count", "partner__name")
    return YearNumbers(
        year,
        fiscal_label(year),
        [(label, few(counted["give", kind]), few(counted["seek", kind])) for kind, label in Offer.Kind.choices],
        [(name, few(count)) for name, count in by_partner],
    )


def years(today):
    """The 年度 of which there are numbers, this one first. One query."""
    first = Offer.objects.order_by("since").values_list("since", flat=True).first()
    this = fiscal_year(today)
    return list(range(this, max(this - 10, fiscal_year(first) if first else this) - 1, -1))
