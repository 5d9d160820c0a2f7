"""What a 改組 wrote, read again: whether it stands as it was left. The log is `written_actions.Written.log`."""

import datetime

from django.apps import apps

from kyodo_portal.common.lists.together import together


def as_json(value):
    """A day as 2027-04-01; keys, words and nothing as they are."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def stands_as_left(log, *, none_of):
    """Whether every row holds what was written into it, and what was made is there with the same last day. none_of: a QuerySet in
    which nothing may be. One query."""
    expected = [(none_of.order_by().values_list("pk"), 0)]
    for what, label, *rest in log:
        rows = apps.get_model(label)._base_manager.order_by().values_list("pk")
        if what == "set":
            column, kept, after = rest
            expected.append((rows.filter(pk__in=[pk for pk, _ in kept], **{column: after}), len(kept)))
        elif what == "make":
            expected += _made(rows, rest[0])
    return all(len(there) == count for there, (_, count) in zip(together(*(rows for rows, _ in expected)), expected, strict=True))


def _made(rows, made):
    """[(QuerySet of what is there still, how many there were)], one for each last day."""
    dated = any(column.name == "until" for column in rows.model._meta.concrete_fields)
    by_day = {}
    for pk, until in made:
        by_day.setdefault(until, []).append(pk)
    return [(rows.filter(pk__in=keys, **({"until": day} if dated else {})), len(keys)) for day, keys in by_day.items()]
