"""What is given and sought in numbers, a 年度 at a time. Of letters and people, who would be told of by a small number is not; what is
listed for everybody is counted as it is.
"""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span, fiscal_year
from kyodo_portal.common.lists.small_numbers import FEW, HIDDEN, few
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.upwards import letters_in_numbers
from partners.directory.models import Partner
from partners.directory.offer_models import Offer


class YearNumbers(NamedTuple):
    """One 年度: `kinds`: [(words, できること, 求めること)]; `lectures`: [(partner, how many)]; `letters`: [(words, how many)] of where the letters
    of the year stand, `facts` of them the same; `held`: [(partner, how many lectures, people)]; all numbers as words."""

    year: int
    label: str
    kinds: list[tuple[str, str, str]]
    lectures: list[tuple[str, str]]
    letters: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    held: list[tuple[str, str, str]]


def year_numbers(year):
    """The YearNumbers of a 年度: what was open in it, by kind, and its lectures by partner, whatever became of them, and of its letters. Three queries.

    Partners that the directory does not show are left out.
    """
    first, last = fiscal_span(year)
    shown = Offer.objects.filter(partner__in=Partner.objects.in_directory().order_by().values("pk"))
    open_then = shown.filter(since__lte=last).exclude(until__lt=first).exclude(closed_at__date__lt=first)
    by_kind = open_then.order_by().values_list("side", "kind").annotate(count=Count("pk"))
    counted = Counter({(side, kind): count for side, kind, count in by_kind})
    lectures = shown.filter(form=Offer.Form.LECTURE, fiscal_year=year).order_by()
    by_partner = lectures.values_list("partner__name").annotate(count=Count("pk")).order_by("-count", "partner__name")
    letters = letters_in_numbers(first, last)
    return YearNumbers(
        year,
        fiscal_label(year),
        [(label, f"{counted['give', kind]:,}", f"{counted['seek', kind]:,}") for kind, label in Offer.Kind.choices],
        [(name, f"{count:,}") for name, count in by_partner],
        [(words, few(count)) for words, count in letters.states],
        _facts(letters),
        [(name, few(times), few(people) if times > FEW else HIDDEN) for name, times, people in letters.lectures],
    )


def _facts(letters):
    """[(words, number)]: how fast letters were answered, and what became of introductions; nothing where it would tell of one or two."""
    facts = []
    if letters.answered > FEW:
        facts.append(("返事までの日数", f"{letters.days}日（まんなかの値）"))
        facts.append(("約束の日よりおくれた割合", _share(letters.late, letters.total)))
    if letters.introduced:
        facts.append((own_words("コーディネーターがつないだもの"), few(letters.introduced)))
    if letters.introduced > FEW:
        facts.append(("そのうち、いっしょに行ったか、続いているもの", few(letters.real)))
    return facts


def _share(part, whole):
    return HIDDEN if 0 < part <= FEW else f"{100 * part / whole:.0f}%"


def years(today):
    """The 年度 of which there are numbers, this one first. One query."""
    first = Offer.objects.order_by("since").values_list("since", flat=True).first()
    this = fiscal_year(today)
    return list(range(this, max(this - 10, fiscal_year(first) if first else this) - 1, -1))
