"""Every address of the portal. Apps keep their own lists; titles are Japanese, addresses never change."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("kyodo_portal.pages.urls")),
    path("", include("kyodo_portal.notices.urls")),
    path("", include("kyodo_portal.process.urls")),
    path("", include("kyodo_portal.letters.urls")),
    path("", include("kyodo_portal.personal.urls")),
    path("guidelines/", include("guidelines.urls")),
    path("", include("partners.requests.urls")),
    path("", include("partners.events.urls")),
    path("partners/", include("partners.urls")),
    path("staff/", include("partners.directory.staff_urls")),
    path("staff/", include("partners.imports.urls")),
    path("staff/", include("partners.event_imports.urls")),
    path("staff/takeovers/", include("partners.takeover.staff_urls")),
    path("invite/", include("partners.takeover.invite_urls")),
    path("staff/", include("partners.errands.urls")),
    path("staff/", include("partners.registration.staff_urls")),
    path("projects/", include("projects.urls")),
    path("report/", include("projects.report.urls")),
    path("committees/", include("projects.committees.urls")),
    path("ledger/", include("projects.inventory.urls")),
    path("report/", include("projects.snapshots.urls")),
    path("desk/", include("partners.offers.desk_urls")),
    path("", include("projects.applications.urls")),
    path("", include("projects.grants.urls")),
    path("", include("projects.opinions.urls")),
    path("", include("projects.asks.urls")),
    path("voices/", include("projects.voices.urls")),
    path("", include("projects.handover.urls")),
    path("", include("projects.reorganisations.urls")),
    path("", include("projects.consultations.urls")),
    path("accounts/", include("kyodo_portal.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("admin/", admin.site.urls),
]
handler400 = "kyodo_portal.pages.errors.bad_request"
handler403 = "kyodo_portal.pages.errors.forbidden"
handler404 = "kyodo_portal.pages.errors.not_found"
handler500 = "kyodo_portal.pages.errors.server_error"
