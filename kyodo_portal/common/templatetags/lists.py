"""{% load lists %}: the parts of a list page. `filter` is a ListFilter, `page` its page; see list_base.html."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.inclusion_tag("parts/list/form.html")
def filter_form(filter):
    """The form beside the results: one control for each filter, boxes folded away."""
    return {"filter": filter}


@register.simple_block_tag
def result_head(content, filter):
    """{% result_head filter %}12件が見つかりました{% endresult_head %}: the heading of the results, and the orders there are."""
    context = {"heading": content, "sorts": filter.sorts, "title": filter.SORT_TITLE}
    return render_to_string("parts/list/result_head.html", context)


@register.inclusion_tag("parts/list/chosen.html", takes_context=True)
def chosen_chips(context, filter):
    """What narrows the list now, each with a link that takes it away; nothing where nothing does."""
    return {"chosen": filter.chosen, "request": context["request"]}


@register.inclusion_tag("parts/list/pager.html")
def pager(page):
    """Links to the other pages of a list; nothing where there is one. `page` comes from page_of."""
    return {"page": page}
