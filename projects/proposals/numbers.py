"""Receipt numbers: R8-P-0001 is the first proposal sent for 令和8年度."""

from kyodo_portal.common.japanese.dates import ERA_FIRST_YEAR, ERAS
from projects.calls.models import Call

from .models import Proposal


def year_mark(year):
    """R8 for 2026: the era's letter and the year in it."""
    letter = next(letter for letter, _, first, _ in ERAS if year >= first.year)
    return f"{letter}{year - ERA_FIRST_YEAR[letter] + 1}"


def next_number(call):
    """The next free receipt number of the call's fiscal year. Call it inside a transaction.

    The calls of that year are locked until its end, so two groups that send at once get two numbers.
    """
    list(Call.objects.select_for_update().filter(fiscal_year=call.fiscal_year).order_by("pk").values_list("pk", flat=True))
    start = f"{year_mark(call.fiscal_year)}-P-"
    last = Proposal.objects.filter(number__startswith=start).order_by("-number").values_list("number", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04d}"
