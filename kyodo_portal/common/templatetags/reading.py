"""{% load reading %}: readings above kanji in the portal's own pages."""

from django import template
from django.utils.html import format_html

from kyodo_portal.common.japanese.readings import plain_with_readings
from kyodo_portal.common.web.reading_preference import choice_of

register = template.Library()


@register.simple_tag(takes_context=True)
def r(context, base, kana):
    """{% r "協働" "きょうどう" %}: a word of a page in plain Japanese, with its reading unless readings were switched off. Without kana it
    is read as the list does (common/japanese/readings.py), if it knows the word."""
    if not choice_of(getattr(context, "request", None)).easy_ruby:
        return base
    if not kana:
        return plain_with_readings(base)
    return format_html("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", base, kana)
