"""Where the first migration looks for CodesField."""

from guidelines.library.models.codes import CodesField  # noqa: F401
