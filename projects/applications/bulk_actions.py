"""Many applications at once (process/bulk_actions.py), each result in words for the desk."""

from typing import NamedTuple

from kyodo_portal.process.bulk_actions import take_each

from .models import Application

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
    """([Result], rest): this step with the same answers for each (key, version), in their order. rest: what is to be sent again."""
    matters = Application.objects.visible_to(by).select_related("spec__form")
    results, rest = take_each(matters, step, chosen, by=by, **answers)
    return [_said(step, result) for result in results], rest


def _said(step, result):
    row, why = result.subject, result.why
    if row is None:
        return Result(f"申請 {result.key}", "", why, False, "")
    return Result(str(row), row.get_absolute_url(), why or DONE[step], not why, "" if why else f"{row.pk}:{row.version}")
