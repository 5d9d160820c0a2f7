"""Which reports there are: months and years with consultations, and what became of them."""

import datetime
from typing import NamedTuple

from django.db.models import Count

from kyodo_portal.common.japanese.dates import fiscal_year

from .desk_models import DeskReport
from .models import Consultation
from .periods import Period, month_of, period_of


class ReportRow(NamedTuple):
    """Everything that the list says of one period, as plain values. `sent_at`: when it was handed in, None where it was not."""

    period: Period
    count: int
    sent_at: datetime.datetime | None


def report_periods(body):
    """[ReportRow] of the months and years of one body, the newest first, a year before its months. Two queries."""
    months = {}  # by days, which an index counts
    for day, count in Consultation.objects.filter(body=body).order_by().values_list("on").annotate(count=Count("pk")):
        month = day.replace(day=1)
        months[month] = months.get(month, 0) + count
    years = {}
    for month, count in months.items():
        years[fiscal_year(month)] = years.get(fiscal_year(month), 0) + count
    sent = dict(DeskReport.objects.standing().filter(body=body).values_list("period", "at"))
    found = [(period_of(str(year)), count) for year, count in years.items()]
    found += [(month_of(month), count) for month, count in months.items()]
    found.sort(key=lambda pair: (pair[0].last, len(pair[0].key) == 4), reverse=True)
    return [ReportRow(period, count, sent.get(period.key)) for period, count in found]
