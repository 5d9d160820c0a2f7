"""{% load photos %}: photographs on pages. What they show is read by kyodo_portal/process/photos.py, once for a page."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def photo(shown, size="large", css="", lazy=True):
    """{% photo card.picture "small" %}: the <img> of a Shown, always 3:2; nothing for None.

    size: "large" at the head of a page, "small" on a card; the browser takes the larger file only where it needs it.
    lazy: False for the picture that stands at the top of a page.
    """
    if not shown:
        return ""
    large, small = shown.large, shown.small
    srcset = ""
    if large.url != small.url:
        widths = "(min-width: 64rem) 33rem, 100vw" if size == "large" else "(min-width: 48rem) 20rem, 10rem"
        parts = (small.url, small.width, large.url, large.width, widths)
        srcset = format_html(' srcset="{} {}w, {} {}w" sizes="{}"', *parts)
    return format_html(
        '<img class="kp-pic{}" src="{}"{} alt="{}" width="{}" height="{}"{}>',
        f"{' kp-pic--s' if size == 'small' else ''}{f' {css}' if css else ''}",
        small.url if size == "small" else large.url,
        srcset,
        shown.alt,
        large.width,
        large.height,
        format_html(' loading="{}"', "lazy") if lazy else "",
    )


@register.inclusion_tag("process/_photo.html")
def photo_figure(shown, caption="", lazy=True):
    """{% photo_figure picture "除雪のあとで" %}: the picture in a figure, with the way for whoever is on it. Nothing for None."""
    return {"shown": shown, "caption": caption, "lazy": lazy}


@register.inclusion_tag("process/_photos.html")
def photo_row(photos):
    """{% photo_row row.photos %}: several photographs of one activity in a row, each with the way for whoever is on it."""
    return {"photos": photos}


@register.simple_tag
def photos_url(place, row):
    """{% photos_url "partner" partner %}: where whoever changes this page puts photographs up and takes them off."""
    return reverse("photos", args=[place, row.pk])
