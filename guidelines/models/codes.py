"""Where the first migration looks for CodesField."""

from guidelines.library.models.fields import CodesField  # noqa: F401
