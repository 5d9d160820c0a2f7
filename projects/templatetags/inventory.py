"""{% load inventory %}: the cells of a sheet in which somebody types."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_tag
def entry(row, name, label=""):
    """{% entry row "city_cost" %}: the control of one cell of a SheetRow; what is wrong and what stood there before, below it."""
    return render_to_string("projects/inventory/_entry.html", {"row": row, "entry": row.entries[name], "shown": label})
