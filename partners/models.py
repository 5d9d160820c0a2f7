"""Everybody who collaborates: groups, companies, schools, the city's own departments, the coordinator."""

from partners.directory.kind import PartnerKind
from partners.directory.listing_models import ListingChange
from partners.directory.membership import Assignment, Membership, MembershipDispute
from partners.directory.models import Area, Consent, Field, Partner
from partners.registration.models import Registration, RegistrationChange, RegistrationCorrection, RegistrationFile

__all__ = [
    "Area",
    "Assignment",
    "Consent",
    "Field",
    "ListingChange",
    "Membership",
    "MembershipDispute",
    "Partner",
    "PartnerKind",
    "Registration",
    "RegistrationChange",
    "RegistrationCorrection",
    "RegistrationFile",
]
