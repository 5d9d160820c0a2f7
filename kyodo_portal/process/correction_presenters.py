"""How pages show corrections: what is still asked for, and what became of the rest."""

from typing import NamedTuple

from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.text.difference import compared

from .correction_models import Outcome

# What the group wrote and never sent: nobody but the group reads it.
UNSENT = (Outcome.ACCEPTED, Outcome.DROPPED)


class Moved(NamedTuple):
    """Why the page on which a group wrote its corrections is old, and what to do."""

    title: str
    text: str


CHANGED = Moved(
    own_words("市が、直すところを変えました"),
    "この画面を開いたあとに、直すところが変わりました。入れた内容は下に残っています。見直して、もう一度送ってください。",
)
TAKEN_BACK = Moved(
    "この画面から出し直したものは、取りもどされています",
    "出し直したあとで、出し直しが取り消されました。いまは出していません。入れた内容は下に残っています。見直して、もう一度送ってください。",
)


def moved_since(subject, version):
    """Moved: what happened to a matter that is put right, since the page of this version was opened. One query."""
    steps = set(subject.changes.filter(version__gt=version).values_list("step", flat=True))
    return TAKEN_BACK if steps and steps <= {"correct", "undo_correct"} else CHANGED


class Asked(NamedTuple):
    """One open item. url: the page on which it is put right, "" where that is the page itself. before: how it was sent."""

    correction: object
    url: str
    before: str


class Closed(NamedTuple):
    """One item that is over. compared: before and after with the changes marked; None where nothing changed or may be shown.

    reply: why the group did not change it. unsent: what it had begun to write, for the group alone.
    """

    correction: object
    outcome: str
    compared: object
    reply: str
    unsent: str


def asked(corrections, addresses=None, *, hidden=()):
    """[Asked] of the open ones. addresses: {field: where the group puts it right}. hidden: fields this person may not read."""
    return [
        Asked(row, (addresses or {}).get(row.field, ""), "" if row.field in hidden else row.before)
        for row in corrections
        if row.is_open
    ]


def closed(corrections, *, hidden=(), own=False):
    """[Closed] of the others. hidden: fields whose text this person may not read; own: for the group itself."""
    return [_closed(row, row.field in hidden, own) for row in corrections if not row.is_open]


def _closed(row, is_hidden, own):
    both = compared(row.field_label, row.before, row.after) if row.outcome == Outcome.CHANGED and not is_hidden else None
    unsent = row.after if own and row.outcome in UNSENT else ""
    return Closed(row, row.get_outcome_display(), both, "" if is_hidden else row.reply, unsent)
