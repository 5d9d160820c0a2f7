"""How a proposal shows its text on the pages of all who read it."""

from django import template

from projects.proposals.content_presenters import drawn_sections

register = template.Library()


@register.inclusion_tag("projects/proposals/_content.html")
def proposal_content(content, proposal, level=3, edit=False):
    """{% proposal_content sections proposal %}: the sections of a content; level: of their headings; edit: with 直す links."""
    return {"sections": drawn_sections(content, proposal, edit=edit), "proposal": proposal, "level": level}
