"""{% load lists %}: the parts of a list page. `filter` is a ListFilter, `page` its page; see list_base.html."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from kyodo_portal.common.lists.highlight import pieces
from kyodo_portal.common.lists.memo import drawn_once

from .kyodo import ph

register = template.Library()
LONGEST_KEPT = 60  # characters typed into a field: what is longer nobody asks for twice


@register.inclusion_tag("parts/list/form.html")
def filter_form(filter):
    """What narrows the list, one control for each filter: folded above the results, open beside them on wide screens."""
    fields = [_control(filter, field) for field in filter.form]
    return {"filter": filter, "fields": fields, "chosen": len(filter.chosen)}


def _control(filter, field):
    """One control. It depends on its words, its choices and what was chosen; drawing them was half of a list page's work."""
    asked, template_name = field.data, "parts/list/field.html"
    if len(str(asked)) > LONGEST_KEPT:
        return render_to_string(template_name, {"field": field})
    chosen, choices = tuple(asked) if isinstance(asked, list) else asked, tuple(getattr(field.field, "choices", ()))
    return drawn_once(template_name, (type(filter), field.name, field.label, field.help_text, choices, chosen), {"field": field})


@register.simple_tag
def row(template_name, row):
    """{% row "partners/directory/_row.html" row %}: one row of a list. `row`: a tuple of everything that the template shows of it."""
    return drawn_once(template_name, row, {"row": row})


@register.simple_block_tag
def result_head(content, filter):
    """{% result_head filter %}12件が見つかりました{% endresult_head %}: the heading of the results, and the orders there are."""
    context = {"heading": content, "sorts": filter.sorts, "title": filter.SORT_TITLE}
    return render_to_string("parts/list/result_head.html", context)


@register.inclusion_tag("parts/list/kana.html")
def kana_index(links):
    """{% kana_index filter.row_links %}: あかさたな over a list in the order of readings (lists/kana_index.py)."""
    return {"links": links}


@register.inclusion_tag("parts/list/chosen.html", takes_context=True)
def chosen_chips(context, filter):
    """What narrows the list now, each with a link that takes it away, and by which other words was looked; nothing where nothing does."""
    return {
        "chosen": filter.chosen,
        "instead": filter.instead,
        "reset_url": filter.reset_url,
        "request": context["request"],
    }


@register.inclusion_tag("parts/list/pager.html")
def pager(page, anchor=""):
    """Links to the other pages of a list; nothing where there is one. `page` comes from get_page.

    anchor: the id of the part of the page to which they lead, where the list is not what the page is for.
    """
    return {"page": page, "to": f"#{anchor}" if anchor else ""}


@register.simple_tag
def sought(text, forms, length=None, heading=False):
    """{% sought hit.text forms 120 %}: a text with the words that were looked for marked, cut around the first of them.

    forms: folded words (lists.search.spellings). length: characters; None for all. heading: it breaks between phrases only.
    """
    shown = ((ph(piece) if heading else piece, is_hit) for piece, is_hit in pieces(text, forms, length))
    return format_html_join("", "{}", [(format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in shown])
