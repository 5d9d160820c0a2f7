"""Conditions that several matters put to the database."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone


def late(process, today, columns=None):
    """The same rule as `Subject.due_on` for the database: a Q.

    `columns`: {name in the table's column `until`: where the database finds that day}, for those that are no column of the
    matter itself. Where the day is empty, `days` counts.
    """
    condition = Q(pk__in=[])
    for row in process.open:
        passed = _before(today, row.days) if row.days else None
        if row.until:
            column = (columns or {}).get(row.until, row.until)
            by_day = Q(**{f"{column}__lt": today}) & (_before(today, row.least) if row.least else Q())
            passed = by_day | Q(**{f"{column}__isnull": True}) & passed if row.days else by_day
        if passed is not None:
            condition |= Q(status=row.code) & passed
    return condition


def _before(today, days):
    """The present state began more than so many days ago."""
    midnight = datetime.datetime.combine(today - datetime.timedelta(days=days), datetime.time.min)
    return Q(status_since__lt=timezone.make_aware(midnight))


def paired(name, *columns):
    """A constraint: these columns are all set or all empty (rule 6)."""
    empty, full = Q(), Q()
    for column in columns:
        empty &= Q(**{f"{column}__isnull": True})
        full &= Q(**{f"{column}__isnull": False})
    return models.CheckConstraint(name=name, condition=empty | full)
