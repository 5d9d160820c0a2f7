"""{% load pictures %}: the picture of a ledger entry on other pages."""

from django import template

from projects.ledger.photos import pictures_of

register = template.Library()


@register.simple_tag
def project_picture(project):
    """{% project_picture project as picture %}: the photograph of one entry, else the drawing of its field, for {% photo_figure %}.

    Two queries; in a list the cards bring their pictures along (`Card.picture`).
    """
    return pictures_of([project.pk])[project.pk]
