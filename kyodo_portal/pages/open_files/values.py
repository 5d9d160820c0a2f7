"""A column's value as JSON, and back. Nothing is rounded, folded or cut: what comes back is what was stored."""

import base64
import datetime
import uuid

from django.db import models
from django.utils import timezone


def sorted_keys(value):
    """JSON with the keys of its objects in one order: PostgreSQL keeps none."""
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    return [sorted_keys(one) for one in value] if isinstance(value, list) else value


def to_json(field, value):
    """What JSON holds of a value. TypeError for a kind of value that no column of ours has."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(field, models.JSONField):
        return sorted_keys(value)
    if isinstance(value, list | tuple):  # common codes
        return list(value)
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"{field.model._meta.label}.{field.name}: {type(value).__name__}")


def from_json(field, value):
    """The value that `to_json` was given. ValueError or ValidationError for what it cannot have written."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return getattr(field, "target_field", field).to_python(value)
