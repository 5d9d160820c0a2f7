"""The library's faces in the admin: what stands (to look at), revisions (to change it), pictures."""

from guidelines.revisions import admin as revisions  # noqa: F401
from guidelines.revisions import library_admin as library  # noqa: F401
from guidelines.revisions import picture_admin as pictures  # noqa: F401
