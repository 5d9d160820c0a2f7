"""Conditions that several matters put to the database."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone


def late(process, today):
    """The same rule as `Subject.due_on` for the database, where every `until` of the table is a column: a Q."""
    condition = Q(pk__in=[])
    for row in process.open:
        if row.until:
            condition |= Q(status=row.code, **{f"{row.until}__lt": today}) & (_before(today, row.least) if row.least else Q())
        elif row.days:
            condition |= Q(status=row.code) & _before(today, row.days)
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
