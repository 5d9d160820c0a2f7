"""{% load offers %}: what a partner gives and seeks, on its page."""

from django import template

from partners.offers.presenters import cards_of

register = template.Library()


@register.inclusion_tag("partners/offers/_of_partner.html")
def offers_of(partner):
    """{% offers_of partner %}: what it gives and seeks now; nothing of one that is at rest. One query."""
    cards = [] if partner.standing == "dormant" else cards_of(partner.offers.live(), partner=False)
    return {"gives": [card for card in cards if not card.is_sought], "seeks": [card for card in cards if card.is_sought]}
