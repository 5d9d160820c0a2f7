"""What base.html says of a page to search engines and to whoever passes its address on: title, first words, Open Graph."""

from html import unescape
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html

from kyodo_portal.common.city import the_city

register = template.Library()
TOWN, TOWN_SIZE = "pictures/town.png", (1200, 630)


@register.simple_block_tag(takes_context=True)
def head_title(context, content):
    """{% head_title %}…{% endhead_title %}: the title of the page; of a public one also as it is called where its address is passed on."""
    title = unescape(content.strip())
    made = format_html("<title>{}</title>", title)
    request = context.get("request")
    if not is_public(request):
        return made
    city = the_city()
    site = f"{city['name']} {city['site']}"
    return made + format_html(
        '\n<meta property="og:title" content="{}"><meta property="og:site_name" content="{}"><meta property="og:type" content="website">'
        '<meta property="og:locale" content="ja_JP"><meta property="og:url" content="{}">',
        title.removesuffix(f"｜{site}"),
        site,
        f"{settings.KYODO_ORIGIN}{request.path}",
    )


@register.simple_block_tag(takes_context=True)
def head_description(context, content):
    """{% head_description %}…{% endhead_description %}: the first words of the page, for search engines and Open Graph."""
    text = " ".join(unescape(content).split())
    made = format_html('<meta name="description" content="{}">', text)
    if not is_public(context.get("request")):
        return made
    return made + format_html('<meta property="og:description" content="{}">', text)


@register.simple_tag(takes_context=True)
def head_image(context, shown=None):
    """{% head_image partner.photo %}: the picture of a page where its address is passed on: its photograph, else the town's picture.
    Nothing on a page that is not public, and nothing of another host.

    shown: a process.photos.Shown or None; a drawing is none, because only pictures of points are read there.
    """
    if not is_public(context.get("request")):
        return ""
    url, alt, width, height = (static(TOWN), "", *TOWN_SIZE)
    if shown and shown.pk:
        url, alt, (width, height) = shown.large.url, shown.alt, shown.large[1:]
    made = format_html(
        '<meta property="og:image" content="{}"><meta property="og:image:width" content="{}"><meta property="og:image:height" content="{}">',
        urljoin(settings.KYODO_ORIGIN, url),
        width,
        height,
    )
    return made + format_html('<meta property="og:image:alt" content="{}">', alt) if alt else made


def is_public(request):
    """Whether everybody may ask for this address. False where a page is drawn without a request, or for none of our addresses."""
    match = getattr(request, "resolver_match", None)
    return match is not None and not getattr(match.func, "login_required", True)
