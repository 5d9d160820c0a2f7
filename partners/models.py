"""Everybody who collaborates: groups, companies, schools, the city's own departments, the coordinator."""

from partners.directory.consent_models import Consent
from partners.directory.kind import PartnerKind
from partners.directory.listing_models import ListingChange
from partners.directory.membership import Assignment, Membership, MembershipDispute
from partners.directory.models import Partner
from partners.directory.name_models import PartnerName
from partners.directory.reference_models import Area, Field
from partners.imports.merge_models import PartnerMerge
from partners.imports.models import PartnerImport, PartnerImportRow
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
    "PartnerImport",
    "PartnerImportRow",
    "PartnerKind",
    "PartnerMerge",
    "PartnerName",
    "Registration",
    "RegistrationChange",
    "RegistrationCorrection",
    "RegistrationFile",
]
