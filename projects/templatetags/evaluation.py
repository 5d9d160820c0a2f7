"""How one side's sheet shows its points."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

STEP, FIRST, RADIUS = 15.5, 7, 5.5  # of the five dots, in the drawing's own units


@register.simple_tag
def points_drawing(points):
    """{% points_drawing answer.points %}: so many dots out of five; nothing without points. The number stands beside it in words."""
    if not points:
        return ""
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="7" r="{}"/>',
        (("is-on" if number < points else "is-off", FIRST + STEP * number, RADIUS) for number in range(5)),
    )
    return format_html('<svg width="76" height="14" viewBox="0 0 76 14" aria-hidden="true">{}</svg>', dots)
