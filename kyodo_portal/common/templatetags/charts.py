"""{% load charts %}: charts of a few numbers as components; /gallery/ shows each with its variants."""

from django import template
from django.template.loader import render_to_string

from kyodo_portal.common.drawing import charts

register = template.Library()


@register.simple_block_tag
def dumbbell(content, rows):
    """{% dumbbell evaluation.points %}the table{% enddumbbell %}: both sides' points of several questions on lines from 1 to 5.

    rows: [charts.TwoPoints]. What stands inside is the table that says the same and more: it is folded under the chart.
    """
    drawn = [(row, charts.dumbbell(row.group, row.city)) for row in rows]
    return render_to_string("components/dumbbell.html", {"rows": drawn, "content": content})


@register.inclusion_tag("components/progress.html")
def progress(bar):
    """{% progress bar %}: an indicator (cycles.summary.Bar) as words and, where it was measured, as a bar."""
    return {"bar": bar, "svg": charts.progress(bar.width, bar.former_width) if bar.is_drawn else ""}


@register.simple_tag
def year_rings(rings, name="rings"):
    """{% year_rings rings %}: the last two or three years as rings ([charts.Ring]); put a list of the years beside it."""
    return charts.year_rings(rings, name)


@register.inclusion_tag("components/spark.html")
def spark(values, label):
    """{% spark entries "3年の動き。3、9、20件" %}: a number of each year as bars, the last one in the strong colour; below two, nothing.

    values: whole numbers, the oldest first; label: the same in words.
    """
    return {"bars": charts.spark_bars(values), "label": label}
