"""協働の種 as rows below an office's table: read, checked and written with it, all or nothing."""

import uuid
from typing import NamedTuple

from django.core.exceptions import ValidationError

from kyodo_portal.process.errors import EditConflict

from .access import can_write_sheet
from .possibility_actions import add_possibility, edit_possibility, etag_of_possibility
from .possibility_forms import WriteForm
from .possibility_models import Possibility
from .row_types import Problem, Refused

ASKED = ("title", "what", "wanted")
FIELDS = {name: WriteForm.base_fields[name] for name in ASKED}
BLANK = 2  # rows for further ones
NEW = "seednew"


class SeedRow(NamedTuple):
    """One row of the page. `mark`: what its cells are called by ("seed12", "seednew1"); `token`: etag of one that stands, the one-time
    key of a new one; `cells`: [(name, label, text, error)]."""

    mark: str
    token: str
    url: str
    title: str
    cells: list


def seeds_of(sheet):
    """The QuerySet of what this office has written for this round, the oldest first."""
    return Possibility.objects.filter(office=sheet.office_id, round=sheet.round_id).order_by("pk")


def seed_rows(sheet, *, typed=None, problems=()):
    """[SeedRow] of what stands, then the empty ones. typed: what was sent and not taken. One query."""
    errors = {(problem.mark, problem.column): problem.says for problem in problems}
    rows = [
        _row(f"seed{seed.pk}", etag_of_possibility(seed), seed.get_absolute_url(), seed, typed, errors)
        for seed in seeds_of(sheet)
    ]
    blank = Possibility()
    return rows + [_row(f"{NEW}{number}", str(uuid.uuid4()), "", blank, typed, errors) for number in range(1, BLANK + 1)]


def _row(mark, token, url, seed, typed, errors):
    sent = (typed or {}).get(mark)
    values = sent["cells"] if sent else {name: getattr(seed, name) for name in ASKED}
    cells = [(name, FIELDS[name].label, values[name], errors.get((mark, FIELDS[name].label), "")) for name in ASKED]
    return SeedRow(mark, sent["token"] if sent else token, url, seed.title, cells)


def typed_seeds(data, sheet):
    """{mark: {"token": …, "cells": {name: text}}} of what the page sent of them."""
    marks = [*(f"seed{pk}" for pk in seeds_of(sheet).values_list("pk", flat=True)), *(f"{NEW}{n}" for n in range(1, BLANK + 1))]
    sent = [mark for mark in marks if f"{mark}-title" in data]
    return {
        mark: {"token": data.get(f"{mark}-token", ""), "cells": {name: data.get(f"{mark}-{name}", "") for name in ASKED}}
        for mark in sent
    }


def write_seeds(sheet, typed, *, by):
    """Write what `typed_seeds` read: how many rows are new or changed. Inside the transaction of the caller.

    Refused with every problem; EditConflict where the sheet was handed in meanwhile. Two queries, and those of each changed row.
    """
    stored = {f"seed{seed.pk}": seed for seed in seeds_of(sheet)}
    problems, ripe = [], []
    for mark, row in typed.items():
        seed = stored.get(mark)
        if seed is None and not any(text.strip() for text in row["cells"].values()):
            continue
        values, wrong = _read(mark, row["cells"], seed)
        problems += wrong
        if not wrong and (seed is None or any(getattr(seed, name) != value for name, value in values.items())):
            ripe.append((mark, seed, row["token"], values))
    if problems:
        raise Refused(problems)
    if ripe and not can_write_sheet(by, sheet):
        raise EditConflict(f"{sheet.office}の答えは、もう出されています。直すときは、先に取りもどしてください。", sheet)
    for mark, seed, token, values in ripe:
        _write(sheet, mark, seed, token, values, by)
    return len(ripe)


def _read(mark, cells, seed):
    values, wrong = {}, []
    for name, text in cells.items():
        try:
            values[name] = FIELDS[name].clean(text)
        except ValidationError as error:
            title = seed.title if seed is not None else cells["title"]
            wrong.append(Problem(mark, title or "協働の種", FIELDS[name].label, text[:60], error.messages[0], mark))
    return values, wrong


def _write(sheet, mark, seed, token, values, by):
    try:
        if seed is None:
            add_possibility(by=by, office=sheet.office, round=sheet.round, form_key=uuid.UUID(token), **values)
        else:
            edit_possibility(seed, by=by, etag=token, **values)
    except ValueError:
        raise EditConflict(subject=sheet) from None  # no page of ours sent this
    except EditConflict as error:
        if error.subject != seed:
            raise
        now = "／".join(filter(None, (getattr(error.subject, name) for name in ASKED)))
        says = f"表を開いたあとに直されました。いまは「{now[:120]}」です。この1件の画面で直してください。"
        raise Refused([Problem(mark, seed.title, FIELDS["title"].label, "", says, mark)]) from None
