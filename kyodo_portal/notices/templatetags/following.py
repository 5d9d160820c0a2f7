"""{% load following %}: the button 「見守る」 and the feed of a list, for the pages of every app."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from kyodo_portal.notices.models import Follow

register = template.Library()


@register.inclusion_tag("notices/_follow.html", takes_context=True)
def follow_button(context, kind, pk):
    """{% follow_button "project" project.pk %}: a button where somebody is signed in, a way to it for visitors, whose pages are kept.

    One query for who is signed in.
    """
    request, key = context["request"], f"{kind}:{pk}"
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    follows = known and Follow.objects.filter(user=user, key=key).exists()
    return {"request": request, "url": reverse("follow", args=[key]), "known": known, "follows": follows}


@register.simple_tag(takes_context=True)
def feed_link(context, name):
    """{% feed_link "projects" %}: where a reader of feeds finds this list, narrowed as the page is. For the head of the page."""
    return format_html('<link rel="alternate" type="application/atom+xml" title="新着" href="{}">', _feed(context, name))


@register.simple_tag(takes_context=True)
def feed_way(context, name):
    """{% feed_way "projects" %}: the same as a link that everybody sees."""
    return format_html('<a class="kp-more" href="{}">この一覧のフィード（Atom）</a>', _feed(context, name))


def _feed(context, name):
    query = context["request"].GET.copy()
    for own in ("page", "sort"):
        query.pop(own, None)
    address = reverse("feed", args=[name])
    return f"{address}?{query.urlencode()}" if query else address
