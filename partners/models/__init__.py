"""Everybody who collaborates: groups, companies, schools, the city's own departments, the coordinator."""

from .membership import Assignment, Membership
from .partner import Area, Consent, Field, Partner, PartnerKind
from .registration import Registration, RegistrationChange, RegistrationCorrection, RegistrationFile

__all__ = [
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
