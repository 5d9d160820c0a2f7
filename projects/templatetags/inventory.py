"""{% load inventory %}: the cells of a sheet in which somebody types."""

from django import template
from django.template.loader import render_to_string

from kyodo_portal.common.own_words import own_words
from projects.inventory.possibility_models import Possibility

register = template.Library()
COUNTED = ("件数", "うち新しい", "終わった", own_words("市の負担（円）"), "負担がわからない")


@register.simple_tag
def entry(row, name, label=""):
    """{% entry row "city_cost" %}: the control of one cell of a SheetRow; what is wrong and what stood there before, below it."""
    return render_to_string("projects/inventory/_entry.html", {"row": row, "entry": row.entries[name], "shown": label})


@register.simple_tag
def cell(row, entry):
    """{% cell row entry %}: the same for an Entry of the row that is at hand."""
    return render_to_string("projects/inventory/_entry.html", {"row": row, "entry": entry})


@register.simple_tag
def say_tally(tally):
    """{% say_tally tally %}: the two tables of a Tally, each with its sum."""
    tables = [("形態", tally.by_form), ("相手の種類", tally.by_kind)]
    told = [(title, [_cells(row) for row in (*rows, tally.whole)]) for title, rows in tables]
    return render_to_string("projects/inventory/_tally.html", {"headings": COUNTED, "tables": told})


@register.inclusion_tag("projects/inventory/_seeds_of_call.html")
def seeds_of_call(call):
    """{% seeds_of_call call %}: the 協働の種 of a call that look for a partner still; nothing where there is none. One query."""
    rows = Possibility.objects.filter(call=call, state__in=(Possibility.State.IDEA, Possibility.State.OPEN))
    return {"seeds": rows.select_related("office").order_by("office__kana_key", "pk")}


def _cells(row):
    return row.label, [(heading, f"{number:,}") for heading, number in zip(COUNTED, row[1:], strict=True)]
