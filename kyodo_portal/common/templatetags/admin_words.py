"""The words that Django's own parts of the admin lack."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()
TABLE = '<table id="result_list">'


@register.simple_block_tag
def in_words(content, rows):
    """Django's list or its search box: what the table lists stands as its caption, and the picture before the box has our word."""
    caption = format_html('{}<caption class="kp-vh">{}</caption>', mark_safe(TABLE), rows)
    return mark_safe(content.replace(TABLE, caption).replace('alt="Search"', 'alt="さがすことば"'))
