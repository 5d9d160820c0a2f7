"""Check, the year's report: a draft, then handed in."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from projects.cycles.access import (
    can_write_report,
)
from projects.cycles.actions import lock
from projects.cycles.plan.models import Indicator
from projects.entries.search import refresh_search
from projects.specs.asking import joined

from .models import Report

REPORT_COLUMNS = ("done", "result", "trouble", "people", "income", "expense")


def etag_of_report(cycle):
    """The edit token of a report's draft with what was measured; also of one that is not there yet."""
    report = Report.objects.filter(cycle=cycle).values(*REPORT_COLUMNS).first()
    measured = Indicator.objects.filter(goal__cycle=cycle).order_by("pk").values_list("pk", "actual", "why_unknown")
    return etag_of(report, list(measured), cycle.extra)


@transaction.atomic
def save_report(cycle, *, by, etag, actuals, extra=None, **values):
    """Write the draft of the report: done, result, trouble, people, income and expense in yen.

    actuals: {indicator id: (value or None, why it is not known)}. extra: {key: answer} of what the year's form asks at its end.
    Handing in is the step `report`, or `report_only` where nobody evaluates.
    """
    cycle = lock(cycle)
    if not can_write_report(by, cycle):
        raise PermissionDenied
    if etag != etag_of_report(cycle) and not is_report(cycle, by=by, actuals=actuals, extra=extra, **values):
        raise EditConflict(subject=cycle)
    if extra:
        cycle.extra = joined(cycle.extra, extra)
        cycle.save(update_fields=["extra", "updated_at"])
        refresh_search(cycle.project)
    Report.objects.update_or_create(cycle=cycle, defaults={**values, "by": by})
    for indicator in Indicator.objects.filter(goal__cycle=cycle):
        if indicator.pk in actuals:
            indicator.actual, indicator.why_unknown = actuals[indicator.pk]
            indicator.save(update_fields=["actual", "why_unknown"])
    return cycle


def is_report(cycle, *, by, actuals, extra=None, **values):
    """Whether this very person has saved this very report: a second press, which takes nothing from anybody."""
    report = Report.objects.filter(cycle=cycle, by=by).first()
    measured = {row.pk: (row.actual, row.why_unknown) for row in Indicator.objects.filter(goal__cycle=cycle, pk__in=actuals)}
    written = report is not None and all(getattr(report, name) == values[name] for name in REPORT_COLUMNS)
    return written and measured == actuals and joined(cycle.extra, extra or {}) == cycle.extra


@transaction.atomic
def submit_report(cycle, *, by, version, **draft):
    """Save the report as typed and take the step `report`; ValidationError where something is still missing."""
    lock(cycle, version, step="report" if cycle.is_evaluated else "report_only", by=by)
    cycle = save_report(cycle, by=by, **draft)
    if not cycle.has_report:
        raise ValidationError("したこと、成果、指標の実績（測れなかったときは、そのわけ）を入れてください。")
    return take_step(cycle, "report" if cycle.is_evaluated else "report_only", by=by, version=version)
