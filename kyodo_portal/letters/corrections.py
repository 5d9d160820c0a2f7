"""Marks of letters about what has to be put right: for every process with 補正."""

from .marks import day_in_words


def _rows(matter):
    """Those that wait to be answered; where none does (a letter that is written afterwards), all."""
    return list(matter.corrections.open()) or list(matter.corrections.all())


def _asked(matter, change):
    """Item by item, each on a line of its own: 「電話番号（番号が足りません。）」."""
    return "\n".join(f"{row.field_label}（{row.reason}）" for row in _rows(matter))


def _due(matter, change):
    return day_in_words(min((row.due for row in _rows(matter) if row.due), default=None))


CORRECTION_MARKS = {"補正の内容": _asked, "補正の期限": _due}
