"""Everybody who collaborates: groups, companies, schools, the city's own departments, the coordinator."""

from partners.directory.membership import Assignment, Membership
from partners.directory.models import GROUP_KINDS, Area, Consent, Field, Partner, PartnerKind
from partners.registration.models import Registration, RegistrationChange, RegistrationCorrection, RegistrationFile

__all__ = [
    "GROUP_KINDS",
    "Area",
    "Assignment",
    "Consent",
    "Field",
    "Membership",
    "Partner",
    "PartnerKind",
    "Registration",
    "RegistrationChange",
    "RegistrationCorrection",
    "RegistrationFile",
]
