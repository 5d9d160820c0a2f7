"""Receipt numbers: R8-P-0001 is the first proposal sent for 令和8年度."""

from kyodo_portal.common.japanese.dates import year_mark
from projects.calls.models import Call

from .models import Proposal


def next_number(call):
    """The next free receipt number of the call's fiscal year. Call it inside a transaction.

    The calls of that year are locked until its end, so two groups that send at once get two numbers.
    """
    list(Call.objects.select_for_update().filter(fiscal_year=call.fiscal_year).order_by("pk").values_list("pk", flat=True))
    start = f"{year_mark(call.fiscal_year)}-P-"
    last = Proposal.objects.filter(number__startswith=start).order_by("-number").values_list("number", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04d}"
