"""{% load report %}: the year's reports on pages of lower apps."""

from django import template

from projects.report.presenters import newest_report_about, sources_of_revision

register = template.Library()


@register.inclusion_tag("projects/report/_sources.html")
def revision_sources(revision):
    """{% revision_sources revision %}: out of which answers for measures and which remarks this revision of a guideline came. Two queries."""
    return {"sources": sources_of_revision(revision)}


@register.inclusion_tag("projects/report/_became.html")
def became_of(policies):
    """{% became_of items %}: below the policies of a guideline, the way to what became of them. One query."""
    return {"report": newest_report_about(policies)}
