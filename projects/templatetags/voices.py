"""Where a matter came from: the voices out of which a project came."""

from django import template

from projects.voices.presenters import topics_of_project

register = template.Library()


@register.inclusion_tag("projects/voices/_of_project.html")
def voices_of(project):
    """{% voices_of project %}: the topics out of which this project came; nothing where it came out of none. One query."""
    return {"topics": topics_of_project(project)}
