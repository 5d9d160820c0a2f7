"""Many applications at once: each in a transaction of its own, each with its own result."""

import time
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict, Stale

from .models import Application

SECONDS = 12  # of one press: a page answers before it is given up
MOVED = "この画面を開いたあとに、動きがありました。申請のページで確かめてください。"
NOT_YOURS = "この申請は、あなたの担当ではありません。"
DONE = {
    "receive": "受け付けました", "approve": "承認を記録しました", "undo_receive": "受付を取り消しました",
    "undo_approve": "承認の記録を取り消しました",
}  # fmt: skip


class Result(NamedTuple):
    """What became of one of them. value: key and version as it stands now, with which the press is taken back."""

    name: str
    url: str
    words: str
    is_done: bool
    value: str


def take_all(step, chosen, *, by, **answers):
    """([Result], rest): this step with the same answers for each (key, version), in their order.

    rest: those that are left when SECONDS are over, to be sent again. A second press finds what the first one did.
    """
    until, results, rest = time.monotonic() + SECONDS, [], list(chosen)
    while rest and time.monotonic() < until:
        results.append(_taken(step, *rest.pop(0), by, answers))
    return results, rest


def _taken(step, pk, version, by, answers):
    row = Application.objects.visible_to(by).select_related("spec__form").filter(pk=pk).first()
    if row is None:
        return Result(f"申請 {pk}", "", MOVED, False, "")
    try:
        with transaction.atomic():
            done = take_step(row, step, by=by, version=version, **answers)
    except Stale as error:
        if error.is_second_press:
            return _done(error.subject, step)
        return Result(str(row), row.get_absolute_url(), MOVED, False, "")
    except (ValidationError, EditConflict) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return Result(str(row), row.get_absolute_url(), words, False, "")
    except PermissionDenied:
        return Result(str(row), row.get_absolute_url(), NOT_YOURS, False, "")
    return _done(done, step)


def _done(row, step):
    return Result(str(row), row.get_absolute_url(), DONE[step], True, f"{row.pk}:{row.version}")
