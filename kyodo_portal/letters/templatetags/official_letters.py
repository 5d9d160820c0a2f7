"""The letters of a matter on its page."""

from django import template

from kyodo_portal.letters.presenters import letters_of

register = template.Library()


@register.inclusion_tag("letters/_of_matter.html", takes_context=True)
def official_letters(context, matter, user, in_form=False):
    """{% official_letters subject user %}: those that went, with the way to each; for who handles them the drafts. Nothing where there
    are none. in_form: it stands within a form of the page (the admin's), whose button goes elsewhere."""
    return {"letters": letters_of(matter, user), "csrf_token": context.get("csrf_token"), "in_form": in_form}
