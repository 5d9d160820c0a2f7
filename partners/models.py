"""Everybody who collaborates: groups, companies, schools, the city's own departments, the coordinator."""

from partners.directory.consent_models import Consent
from partners.directory.desk_models import Desk
from partners.directory.kind import PartnerKind
from partners.directory.listing_models import ListingChange
from partners.directory.membership import Assignment, Membership, MembershipDispute
from partners.directory.models import Partner
from partners.directory.name_models import PartnerName
from partners.directory.offer_models import Offer
from partners.directory.reference_models import Area, Field, Theme
from partners.offers.models import OfferTerms
from partners.registration.models import Registration, RegistrationChange, RegistrationCorrection, RegistrationFile
from partners.requests.message_models import AbuseReport, Block, KnownAnswer, Message, RequestReader
from partners.requests.models import Request, RequestChange
from partners.takeover.models import Takeover

__all__ = [
    "AbuseReport",
    "Area",
    "Assignment",
    "Block",
    "Consent",
    "Desk",
    "Field",
    "KnownAnswer",
    "ListingChange",
    "Membership",
    "MembershipDispute",
    "Message",
    "Offer",
    "OfferTerms",
    "Partner",
    "PartnerKind",
    "PartnerName",
    "Registration",
    "RegistrationChange",
    "RegistrationCorrection",
    "RegistrationFile",
    "Request",
    "RequestChange",
    "RequestReader",
    "Takeover",
    "Theme",
]
