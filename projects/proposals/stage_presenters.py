"""The stages of a call in the admin's list of proposals: how many stand in each, as tabs above the list."""

from typing import NamedTuple

from django.db.models import Count

from .workflow import PROPOSAL


class Stage(NamedTuple):
    """A tab: what it says, how many it holds, what narrows the list to it, whether it is open."""

    label: str
    count: int
    query: str
    is_open: bool


def stages_of(call, rows, chosen):
    """The tabs of the call with this key. rows: the proposals that the reader finds; chosen: code of the open state, "" for all.

    A state that ends a matter has a tab once something stands in it. One query.
    """
    counts = dict(rows.filter(call=call).order_by().values_list("status").annotate(Count("pk")))
    narrowed = f"?call__id__exact={call}"
    shown = [row for row in PROPOSAL.states if counts.get(row.code) or ("city" in row.readers and not row.is_end)]
    tabs = [Stage(row.label, counts.get(row.code, 0), f"{narrowed}&state={row.code}", row.code == chosen) for row in shown]
    return [Stage("すべて", sum(counts.values()), narrowed, not chosen), *tabs]
