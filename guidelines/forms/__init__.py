"""Forms of the people who write the library."""

from .library import ASK_FIELDS, GuidelineForm, ImportForm, PictureForm, RevisionForm, WordsForm
from .rows import ROLE_ROWS, role_rows, roles_of, row_form

__all__ = [
    "ASK_FIELDS",
    "ROLE_ROWS",
    "GuidelineForm",
    "ImportForm",
    "PictureForm",
    "RevisionForm",
    "WordsForm",
    "role_rows",
    "roles_of",
    "row_form",
]
