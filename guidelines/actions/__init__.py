"""The only writers of the library."""

from .loading import load_guideline
from .revisions import open_revision, put_row, take

__all__ = ["load_guideline", "open_revision", "put_row", "take"]
