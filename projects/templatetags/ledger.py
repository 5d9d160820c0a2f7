"""How the ledger shows itself on other pages."""

from django import template

from projects import reading_ledger

register = template.Library()


@register.inclusion_tag("projects/ledger/_cards.html")
def partner_projects(partner):
    """The published projects in which a partner takes part, as a section of that partner's page; nothing if there are none."""
    return {"cards": reading_ledger.partner_projects(partner), "heading": "参加しているプロジェクト"}


@register.inclusion_tag("projects/ledger/_card.html")
def project_card(card, level=3):
    """One card out of `reading_ledger.card_of`; level: that of its heading."""
    return {"card": card, "level": level}
