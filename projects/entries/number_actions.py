"""台帳番号: R8-K-0014 is the fourteenth entry that came into the ledger in 令和8年度. No office stands in it: offices change."""

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.process.number_actions import next_number

from .models import Project


def next_ledger_number():
    """The number of an entry that comes into the ledger now. Call it in the transaction that writes the entry; `next_number` says
    what it costs."""
    return next_number("K", fiscal_year(timezone.localdate()), given=Project.objects.all())
