"""The letters of a matter on its page."""

from django import template

from kyodo_portal.letters.presenters import letters_of

register = template.Library()


@register.inclusion_tag("letters/_of_matter.html", takes_context=True)
def official_letters(context, matter, user):
    """{% official_letters subject user %}: those that went, with the way to each; for who handles them the drafts. Nothing where there
    are none."""
    return {"letters": letters_of(matter, user), "csrf_token": context.get("csrf_token")}
