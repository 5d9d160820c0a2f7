"""Tags for the library's pages: texts as the reader chose to read them."""

from django import template
from django.utils.html import format_html

from kyodo_portal.common.text import markdown
from kyodo_portal.common.web.reading_preference import choice_of

register = template.Library()
ADDED = format_html('<p class="kp-small kp-sub">（{}）</p>', "もとの資料になく、このポータルで足した項目です。")


def _choice(context):
    # `{% include … only %}` and inclusion tags drop the variables but keep the request.
    return choice_of(getattr(context, "request", None) or context.get("request"))


@register.simple_tag(takes_context=True)
def prose(context, text, heading_level=2):
    """Markdown as safe HTML, with readings if the reader wants them; `heading_level` is what a first-level heading of the text becomes."""
    return markdown.render(text, ruby=_choice(context).text_ruby, heading_level=heading_level)


@register.simple_tag(takes_context=True)
def easy_prose(context, text, heading_level=2):
    """The same for a text in plain Japanese: it has readings unless they were switched off."""
    return markdown.render(text, ruby=_choice(context).easy_ruby, heading_level=heading_level)


@register.simple_tag(takes_context=True)
def item_text(context, item, heading_level=2):
    """What an item says, in the plain words where the reader chose them and the item has them; and whether the portal added it."""
    if _choice(context).easy and item.easy:
        words = easy_prose(context, item.easy, heading_level)
    else:
        words = prose(context, item.body, heading_level)
    return format_html("{}{}", words, ADDED if item.is_added else "")
