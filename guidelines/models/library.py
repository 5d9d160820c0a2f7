"""Where the first migration looks for not_reserved."""

from guidelines.library.models.library import not_reserved  # noqa: F401
