"""The admin's faces of this app: queue and page of the applications, and the reference rows."""

from partners.directory import admin as partners  # noqa: F401
from partners.errands import admin as errands  # noqa: F401
from partners.event_imports import admin as event_imports  # noqa: F401
from partners.events import admin as events  # noqa: F401
from partners.imports import admin as imports  # noqa: F401
from partners.offers import admin as offers  # noqa: F401
from partners.registration import admin as registrations  # noqa: F401
from partners.requests import admin as requests  # noqa: F401
from partners.rules import admin as rules  # noqa: F401
