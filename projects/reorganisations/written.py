"""What a 改組 wrote, read again: whether it stands as it was left. The log is `written_actions.Written.log`."""

import datetime

from django.apps import apps


def as_json(value):
    """A day as 2027-04-01; keys, words and nothing as they are."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def stands_as_left(log):
    """Whether every row holds what was written into it, and what was made is there with the same last day. One query for each
    entry of the log, one more for each last day."""
    for what, label, *rest in log:
        rows = apps.get_model(label)._base_manager
        if what == "set":
            column, kept, after = rest
            if rows.filter(pk__in=[pk for pk, _ in kept], **{column: after}).count() != len(kept):
                return False
        elif what == "make" and not _all_there(rows, rest[0]):
            return False
    return True


def _all_there(rows, made):
    dated = any(column.name == "until" for column in rows.model._meta.concrete_fields)
    by_day = {}
    for pk, until in made:
        by_day.setdefault(until, []).append(pk)
    return all(
        rows.filter(pk__in=keys, **({"until": until} if dated else {})).count() == len(keys) for until, keys in by_day.items()
    )
