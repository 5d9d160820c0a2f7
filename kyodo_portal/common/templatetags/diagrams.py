"""{% load diagrams %}: pictures drawn by the server, each with its text beside it."""

from django import template

from kyodo_portal.common.drawing import diagrams
from kyodo_portal.common.drawing.process_diagram import process_diagram as draw_process
from kyodo_portal.common.drawing.process_diagram import process_rows

register = template.Library()


@register.simple_tag
def pdca_wheel(name="wheel"):
    """The wheel alone; put the four phases as a list beside it."""
    return diagrams.pdca_wheel(name)


@register.simple_tag
def flow_diagram(items, name="flow"):
    """Items with a title, as numbered steps; put them as an ordered list beside it."""
    return diagrams.flow([item.title for item in items], name)


@register.simple_tag
def role_map(items, name="role-map"):
    """Items with a title, in a ring; put what each can do as a list beside it."""
    return diagrams.role_map([item.title for item in items], name=name)


@register.inclusion_tag("parts/process_diagram.html")
def process_diagram(process):
    """A process table as a figure, and the same as a table of words."""
    return {"process": process, "svg": draw_process(process), "rows": process_rows(process)}
