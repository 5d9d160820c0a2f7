"""Which reports there are: months and years with consultations, and what became of them."""

from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMonth

from kyodo_portal.common.japanese.dates import fiscal_year

from .desk_models import DeskReport
from .models import Consultation
from .periods import Period, month_of, period_of


class ReportRow(NamedTuple):
    period: Period
    count: int
    sent: DeskReport | None


def report_periods(body):
    """[ReportRow] of the months and years of one body, the newest first, a year before its months. Two queries."""
    rows = Consultation.objects.filter(body=body).order_by().annotate(month=TruncMonth("on"))
    months = dict(rows.values_list("month").annotate(count=Count("pk")))
    years = {}
    for month, count in months.items():
        years[fiscal_year(month)] = years.get(fiscal_year(month), 0) + count
    sent = {row.period: row for row in DeskReport.objects.standing().filter(body=body)}
    found = [(period_of(str(year)), count) for year, count in years.items()]
    found += [(month_of(month), count) for month, count in months.items()]
    found.sort(key=lambda pair: (pair[0].last, len(pair[0].key) == 4), reverse=True)
    return [ReportRow(period, count, sent.get(period.key)) for period, count in found]
