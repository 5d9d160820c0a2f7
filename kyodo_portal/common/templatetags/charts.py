"""{% load charts %}: charts of a few numbers as components; /gallery/ shows each with its variants."""

from django import template
from django.template.loader import render_to_string

from kyodo_portal.common.drawing import charts
from kyodo_portal.common.lists.memo import drawn_once

register = template.Library()


@register.simple_block_tag
def dumbbell(content, rows):
    """{% dumbbell evaluation.points %}the table{% enddumbbell %}: both sides' points of several questions on lines from 1 to 5.

    rows: [charts.TwoPoints]. What stands inside is the table that says the same and more: it is folded under the chart. Where both
    sides see some things otherwise, those stand first, and on a telephone the others are folded behind them.
    """
    gaps = [row for row in rows if row.is_gap]
    near = [row for row in rows if not row.is_gap] if gaps else []
    values = {"rows": map(_dumbbell_row, gaps or rows), "near": [*map(_dumbbell_row, near)], "content": content}
    return render_to_string("components/dumbbell.html", values)


def _dumbbell_row(row):
    return drawn_once("components/dumbbell_row.html", row, {"row": row, "svg": charts.dumbbell(row.group, row.city)})


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


@register.simple_block_tag
def bars(content, rows, title):
    """{% bars rows "相手の種類" %}the table{% endbars %}: numbers as bars, each with its words ([charts.CountBar]).

    What stands inside is the table that says the same: it is folded under the chart, as in `part_bars` and `year_lines`.
    """
    drawn = [(row, charts.count_bar(row.share)) for row in rows]
    return render_to_string("components/bars.html", {"rows": drawn, "title": title, "content": content})


@register.simple_block_tag
def part_bars(content, rows, legend, title):
    """{% part_bars rows legend "形ごとの件数" %}the table{% endpart_bars %}: bars in parts ([charts.PartBar]).

    legend: the words of the tones, the darkest first.
    """
    drawn = [(row, charts.part_bar(row.parts)) for row in rows]
    key = [(tone, word) for tone, word in enumerate(legend, start=1)]
    return render_to_string("components/bars.html", {"rows": drawn, "legend": key, "title": title, "content": content})


@register.simple_block_tag
def year_lines(content, rows, title):
    """{% year_lines rows "課ごとの件数" %}the table{% endyear_lines %}: many things through the same years, one small line each
    ([charts.Line]); all have one scale."""
    highest = max((value for row in rows for value in row.values), default=0)
    drawn = [(row, charts.year_line(row.values, highest)) for row in rows]
    return render_to_string("components/year_lines.html", {"rows": drawn, "title": title, "content": content})
