"""How 形態の決めごと show themselves on the library's pages."""

from django import template

from projects.specs.presenters import rules_of

register = template.Library()


@register.inclusion_tag("projects/specs/_of_form.html")
def form_rules(form):
    """Way, days, papers and grounds of a form of the own city, as a section of its page. Three queries."""
    return {"rules": rules_of(form)}
