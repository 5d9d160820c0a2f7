"""What is asked about one person again and again: once a request, and several such things in one question."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.lists.together import answered


class Register(NamedTuple):
    """Something that is kept in `user.rights` for the day. rows: f(user) → QuerySet; read: f(rows) → what is kept of them."""

    name: str
    rows: Callable
    read: Callable


def read_of(user, register):
    """What a Register says of this person. One query, the first time."""
    know(user, [register])
    return user.rights[_key(register)]


def know(user, registers, row=None, **querysets):
    """Ask what is not known yet of these Registers, and of what comes along with `row` (`together.bring_along`): one query at most."""
    along = {} if row is None else row.__dict__.setdefault("_prefetched_objects_cache", {})
    day = timezone.localdate()
    missing = [register for register in registers if (register.name, day) not in user.rights]
    names = [name for name in querysets if name not in along]
    if not missing and not names:
        return
    answers = answered(*(register.rows(user) for register in missing), *(querysets[name] for name in names))
    user.rights.update(((register.name, day), register.read(rows)) for register, rows in zip(missing, answers, strict=False))
    along.update(zip(names, answers[len(missing) :], strict=True))


def _key(register):
    return register.name, timezone.localdate()
