"""How papers show themselves on the pages of years and entries."""

from django import template

from projects.papers.presenters import papers_of

register = template.Library()


@register.inclusion_tag("projects/papers/_of_year.html")
def year_papers(cycle, user):
    """The papers of a year as a section of its working page. Two queries."""
    return {"cycle": cycle, "project": cycle.project, "papers": papers_of(cycle, user)}
