"""What an event said, as a row of an import keeps it, and back again."""

import datetime

from partners.directory.models import Partner
from partners.directory.reference_models import Area, Theme

ROWS = {"theme": Theme, "area": Area}


def kept_values(event, names):
    """{column: its value as JSON} of an event: rows by their keys, moments with their zone."""
    return {name: _kept(event, name) for name in names}


def _kept(event, name):
    if name == "co_hosts":
        return sorted(body.pk for body in event.co_hosts.all())
    value = getattr(event, f"{name}_id" if name in ROWS else name)
    return value.isoformat() if isinstance(value, datetime.date) else value


def values_of(kept):
    """{column: value} of {column: its value as JSON}; a theme or area that is gone since is None. One query for each row that is named."""
    return {name: _value(name, value) for name, value in kept.items()}


def _value(name, value):
    if name == "co_hosts":
        return list(Partner.objects.filter(pk__in=value, merged_into=None))
    if name in ROWS:
        return ROWS[name].objects.filter(pk=value).first()
    if name.endswith(("_at", "_until")) and value:
        return datetime.datetime.fromisoformat(value)
    return value
