"""Addresses under /partners/: each room keeps its own list."""

from partners.directory.urls import urlpatterns as directory
from partners.offers.urls import urlpatterns as offers
from partners.registration.urls import urlpatterns as registration
from partners.takeover.urls import urlpatterns as takeover

urlpatterns = [*directory, *registration, *takeover, *offers]
