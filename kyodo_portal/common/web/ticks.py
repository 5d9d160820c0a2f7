"""Rows that were ticked on a list: the keys that came, and what is said where none of them is there."""

from kyodo_portal.common.japanese.numbers import small_int

GONE = "しるしを付けたものが、いまは一覧にありません。一覧を見て、もう一度しるしを付けてください。"


def ticked(request, name, most):
    """[key] of the first `most` boxes of this name; what is no number is passed over."""
    return [key for value in request.POST.getlist(name)[:most] if (key := small_int(value)) is not None]
