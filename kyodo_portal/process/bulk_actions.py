"""One step of many matters: each in a transaction of its own, each with its own result."""

import time
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.notices.batch_actions import as_one

from .actions import take_step
from .errors import EditConflict, Stale

SECONDS = 12  # of one press: the page answers before the reader gives up
MOVED = "この画面を開いたあとに、動きがありました。そのページで確かめてください。"
NOT_YOURS = "あなたは、この手続きができません。"


def chosen_in(values):
    """[(key, version)] out of a form's values 「key:version」; what is none is passed over."""
    pairs = [[small_int(part) for part in value.split(":")] for value in values]
    return [tuple(pair) for pair in pairs if len(pair) == 2 and None not in pair]


class Result(NamedTuple):
    """What became of one matter. subject: as it stands now; None where it is not there for the person any more. why: "" if done."""

    key: int
    subject: object
    why: str


def take_each(matters, step, chosen, *, by, **answers):
    """([Result], rest): this step with the same answers of each (key, version) among `matters`, in their order.

    matters: a queryset, whose rows the person may see. rest: those that are left when SECONDS are over, to be sent again. Whoever is told of
    several of them is told once (`as_one`). A second press finds what the first one did. Queries: those of `take_step` and one, for each.
    """
    until, results, rest = time.monotonic() + SECONDS, [], list(chosen)
    with as_one():
        while rest and time.monotonic() < until:
            key, version = rest.pop(0)
            subject = matters.filter(pk=key).first()
            results.append(Result(key, None, MOVED) if subject is None else _taken(subject, step, version, by, answers))
    return results, rest


def _taken(subject, step, version, by, answers):
    try:
        with transaction.atomic():
            return Result(subject.pk, take_step(subject, step, by=by, version=version, **answers), "")
    except Stale as error:
        return Result(subject.pk, error.subject, "" if error.is_second_press else MOVED)
    except ValidationError as error:
        return Result(subject.pk, subject, " ".join(error.messages))
    except EditConflict as error:
        return Result(subject.pk, subject, str(error))
    except PermissionDenied:
        return Result(subject.pk, subject, NOT_YOURS)
