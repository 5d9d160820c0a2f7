"""Everybody who collaborates: groups, companies, schools, the city's own departments, the coordinator."""

from partners.directory.consent_models import Consent, ConsentWording
from partners.directory.desk_models import Desk
from partners.directory.kind import PartnerKind
from partners.directory.listing_models import ListingChange
from partners.directory.membership import Assignment, Membership, MembershipDispute
from partners.directory.models import Partner
from partners.directory.name_models import PartnerName
from partners.directory.offer_models import Offer
from partners.directory.reference_models import Area, Field, Theme
from partners.errands.models import Errand
from partners.event_imports.models import EventImport, EventImportRow
from partners.events.models import Event
from partners.events.signup_models import Signup
from partners.imports.merge_models import PartnerMerge
from partners.imports.models import PartnerImport, PartnerImportRow
from partners.offers.models import OfferTerms
from partners.registration.check_models import RegistrationCheck
from partners.registration.claim_models import ClaimLetter
from partners.registration.file_models import RegistrationFile
from partners.registration.models import Registration, RegistrationChange, RegistrationCorrection
from partners.requests.message_models import AbuseReport, Block, KnownAnswer, Message, RequestReader
from partners.requests.models import Request, RequestChange
from partners.rules.models import Entitlement, PaperRule, Pledge, RegistrationRule, RuleField
from partners.takeover.models import Takeover

__all__ = [
    "AbuseReport",
    "Area",
    "Assignment",
    "Block",
    "Consent",
    "Desk",
    "ClaimLetter",
    "Consent",
    "ConsentWording",
    "Entitlement",
    "Errand",
    "Event",
    "EventImport",
    "EventImportRow",
    "Field",
    "KnownAnswer",
    "ListingChange",
    "Membership",
    "MembershipDispute",
    "Message",
    "Offer",
    "OfferTerms",
    "Partner",
    "PartnerImport",
    "PartnerImportRow",
    "PartnerKind",
    "PaperRule",
    "PartnerMerge",
    "PartnerName",
    "Pledge",
    "Registration",
    "RegistrationChange",
    "RegistrationCheck",
    "RegistrationCorrection",
    "RegistrationFile",
    "Request",
    "RequestChange",
    "RequestReader",
    "Takeover",
    "RegistrationRule",
    "RuleField",
    "Signup",
    "Theme",
    "Takeover",
]
