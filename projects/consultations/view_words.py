"""A kept list in words: which list it is, and what it is narrowed by."""

from typing import NamedTuple

from django.http import QueryDict

from projects.board.filters import BoardFilter
from projects.board.forms import BoardForm
from projects.board.presenters import offices

from .filters import ConsultationFilter

LISTS = {"consultations": "相談の記録", "board": "進みぐあいの一覧"}


class Narrowed(NamedTuple):
    """One condition of a list: the parameter of its address, what its box is called, what was chosen or written there."""

    name: str
    label: str
    words: str


def conditions_of(view):
    """[Narrowed] of a SavedView. One query where it is a list of the board."""
    boxes = _boxes_of_board() if view.path == "board" else _boxes(ConsultationFilter, _consultation_fields())
    found = []
    for name, values in QueryDict(view.query).lists():
        label, choices = boxes.get(name, (name, {}))
        found += [Narrowed(name, label, str(choices.get(value, value))) for value in values]
    return found


def _boxes_of_board():
    return _boxes(BoardFilter, BoardForm(departments=offices(), coordinator=True).fields)


def _consultation_fields():
    return {name: one.field for name, one in ConsultationFilter.base_filters.items()}


def _boxes(kit, fields):
    """{parameter: (what it is called, {value: words})}, the order of the rows too. A box to tick says 「はい」."""
    found = {name: (str(field.label), dict(getattr(field, "choices", ())) or {"on": "はい"}) for name, field in fields.items()}
    return {**found, kit.SORT_NAME: (kit.SORT_TITLE, {key: sort.label for key, sort in kit.SORTS.items()})}
