"""The admin's faces of this app: queue and page of the applications, and the reference rows."""

from . import partners, registrations  # noqa: F401
