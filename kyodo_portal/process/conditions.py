"""Conditions that several matters put to the database."""

from django.db import models
from django.db.models import Q


def paired(name, *columns):
    """A constraint: these columns are all set or all empty (rule 6)."""
    empty, full = Q(), Q()
    for column in columns:
        empty &= Q(**{f"{column}__isnull": True})
        full &= Q(**{f"{column}__isnull": False})
    return models.CheckConstraint(name=name, condition=empty | full)
