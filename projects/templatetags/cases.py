"""How a draft of a case shows itself on the pages of its entry."""

from django import template

from projects.cases.presenters import way_to_case

register = template.Library()


@register.inclusion_tag("projects/cases/_way.html")
def case_way(project, user):
    """The way to make a case of an ended entry, or to the draft that is open; nothing for everybody else.

    Three queries for the city's side of an ended entry, one for other people of it, none for visitors.
    """
    return {"way": way_to_case(project, user)}
