"""The only writers of the library."""

from .library import add_picture, begin_guideline, mark_checked, show_guideline, withdraw_guideline
from .loading import import_guideline, load_guideline
from .revisions import as_if_published, drop_row, move_up, open_revision, publish_due, put_row, reword_revision

__all__ = [
    "add_picture",
    "as_if_published",
    "begin_guideline",
    "drop_row",
    "import_guideline",
    "load_guideline",
    "mark_checked",
    "move_up",
    "open_revision",
    "publish_due",
    "put_row",
    "reword_revision",
    "show_guideline",
    "withdraw_guideline",
]
