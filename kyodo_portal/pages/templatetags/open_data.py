"""{% load open_data %}: what the pages of lower shelves say to programs: the data of a list, and of the thing on a page (JSON-LD)."""

from typing import NamedTuple

from django import template
from django.urls import reverse

from kyodo_portal.common.templatetags.kyodo import linked_data
from kyodo_portal.pages import linked_data as things
from kyodo_portal.pages.feeds import FEEDS
from kyodo_portal.pages.open_data import KINDS, LISTS

register = template.Library()
OWN = ("page", "sort")  # what only the list's page knows


class AsData(NamedTuple):
    """A list as data: what it is called, [(how, address)], and where its columns are explained."""

    title: str
    ways: list
    documentation: str


@register.inclusion_tag("parts/list/data.html", takes_context=True)
def list_as_data(context):
    """{% list_as_data %}: every list of the open page as CSV and JSON, and its feed, narrowed as it is; nothing for a page without any.

    The list that the page itself shows is the first of LISTS that names the page.
    """
    request = context["request"]
    page = getattr(request.resolver_match, "view_name", "")
    query = request.GET.copy()
    for own in OWN:
        query.pop(own, None)
    asked = f"?{query.urlencode()}" if query else ""
    feed = next((name for name, row in FEEDS.items() if row.page == page), None)
    lists = [
        AsData(row.title, _ways(row.name, asked), f"{reverse('open-data')}#{row.name}")
        for row in LISTS.values()
        if row.page == page
    ]
    feeds = [("フィード（Atom）", reverse("feed", args=[feed]) + asked)] if feed else []
    return {"lists": lists, "feeds": feeds, "has_several": len(lists) > 1}


def _ways(name, asked):
    return [(kind.upper(), reverse("open-data-file", args=[name, kind]) + asked) for kind in KINDS]


@register.simple_tag
def site_data():
    return linked_data(things.site())


@register.simple_tag
def partner_data(partner, profile):
    return linked_data(things.partner(partner, profile))


@register.simple_tag
def project_data(project, groups, offices):
    return linked_data(things.project(project, [*groups, *offices]))


@register.simple_tag
def call_data(call):
    return linked_data(things.call(call))


@register.simple_tag
def offer_data(offer):
    return linked_data(things.offer(offer))


@register.simple_tag
def event_data(event):
    return linked_data(things.event(event))


@register.simple_tag
def committee_data(committee):
    return linked_data(things.committee(committee))


@register.simple_tag
def meeting_data(meeting):
    return linked_data(things.meeting(meeting))


@register.simple_tag
def guideline_data(guideline):
    return linked_data(things.guideline(guideline))


@register.simple_tag
def chapter_data(chapter, guideline):
    return linked_data(things.chapter(chapter, guideline))


@register.simple_tag
def term_data(terms):
    return linked_data(things.term(terms))


@register.simple_tag
def catalog_data():
    return linked_data(things.catalog(LISTS.values()))
