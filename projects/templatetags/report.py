"""{% load report %}: the year's reports on pages of lower apps."""

from django import template

from projects.report.presenters import measures_for, newest_report_about, sources_of_revision

register = template.Library()


@register.inclusion_tag("projects/report/_sources.html")
def revision_sources(revision):
    """{% revision_sources revision %}: out of which answers for measures and which remarks this revision of a guideline came. Two queries."""
    return {"sources": sources_of_revision(revision)}


@register.inclusion_tag("projects/report/_became.html")
def became_of(policies):
    """{% became_of items %}: below the policies of a guideline, the way to what became of them. One query."""
    return {"report": newest_report_about(policies)}


@register.inclusion_tag("projects/report/_measures.html")
def measures_of(office):
    """{% measures_of sheet.office %}: the way to the measures of the guideline that this office answers for; nothing where it has none.
    Two queries at most."""
    return {"measures": measures_for(office)}
