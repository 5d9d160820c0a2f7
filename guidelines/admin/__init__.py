"""The library's faces in the admin: what stands (to look at), revisions (to change it), pictures."""

from . import library, pictures, revisions  # noqa: F401
