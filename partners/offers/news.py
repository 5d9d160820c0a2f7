"""What is new of the exchange: what a group gives or seeks, while everybody finds it. Never what a person does."""

from kyodo_portal.notices.models import News
from kyodo_portal.notices.news import announce, withdraw_news
from partners.directory.kind import PartnerKind
from partners.directory.offer_models import Offer


def announce_offer(offer):
    """The offer is news while it is open and everybody finds its partner. Called where its words or its end are written."""
    source = f"offer:{offer.pk}"
    if offer.partner.kind == PartnerKind.CITIZEN or not Offer.objects.open_to_all().filter(pk=offer.pk).exists():
        withdraw_news(source)
        return
    announce(
        kind=News.Kind.OFFER,
        title=offer.title,
        summary=offer.text,
        url=offer.get_absolute_url(),
        source=source,
        keys=[
            f"partner:{offer.partner_id}",
            *([f"theme:{offer.theme.code}", f"trouble:{offer.theme.code}"] if offer.theme else []),
            *([f"area:{offer.area_id}"] if offer.area_id else []),
        ],
    )


def withdraw_offers(offers):
    """They are closed: no news any more. One query for each that never was any, three for the others."""
    for offer in offers:
        withdraw_news(f"offer:{offer.pk}")
