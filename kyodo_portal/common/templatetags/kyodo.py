"""Tags and filters that every template knows without loading them."""

from functools import lru_cache
from urllib.parse import urlencode

from django import forms, template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from kyodo_portal.common.city import the_city
from kyodo_portal.common.drawing import palette, pictures
from kyodo_portal.common.drawing.icons import ICONS
from kyodo_portal.common.japanese.dates import fiscal_label, weekday
from kyodo_portal.common.japanese.line_breaking import parsed
from kyodo_portal.common.web.linked import ld_text

register = template.Library()


@register.simple_tag
def icon(name, size="", label=""):
    """One drawing of icons.py. size "s" follows the text; without a label it is hidden from screen readers."""
    return _icon(str(name), str(size), conditional_escape(label))


# What stands on every page again and again is drawn once. Keys are escaped texts: an escaped and an unescaped one that read the
# same must never be taken for each other.
@lru_cache(maxsize=512)
def _icon(name, size, label):
    css = f"kp-icon kp-icon--{size}" if size else "kp-icon"
    attrs = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>', css, attrs, mark_safe(ICONS[name]))


@register.simple_tag
def row_icon(name, size=""):
    """{% row_icon "pin" "s" %}: the same drawing where it stands in every row of a list: {% icons_of_rows %} before the list holds its
    lines once for all of them.
    """
    css = f"kp-icon kp-icon--{size}" if size else "kp-icon"
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
def icons_of_rows(*what):
    """{% icons_of_rows "pin" %}, {% icons_of_rows cards %}: what {% row_icon %} of a list's rows shows. Names, or rows that say `icon`."""
    names = sorted({name for some in what for name in ([some] if isinstance(some, str) else [row.icon for row in some])})
    return _shapes(tuple(names)) if names else ""


@lru_cache(maxsize=64)
def _shapes(names):
    shape = '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>'
    return format_html(
        '<svg class="kp-shapes" aria-hidden="true">{}</svg>',
        format_html_join("", shape, ((name, mark_safe(ICONS[name])) for name in names)),
    )


@lru_cache(maxsize=16_384)
def _broken_up(text):
    return mark_safe("<wbr>".join(escape(part) for part in parsed(text)))


@register.filter
def ph(text):
    """Heading text that may break only between phrases: put class kp-ph on its element. Long prose is left alone."""
    text = str(text)
    return text if len(text) > 200 else _broken_up(text)


@register.filter
def kind(field):
    """How the form pack draws a bound field: checks, radios, check, multi, file or single."""
    widget = field.field.widget
    for name, classes in (
        ("radios", forms.RadioSelect),
        ("checks", forms.CheckboxSelectMultiple),
        ("check", forms.CheckboxInput),
        ("multi", forms.MultiWidget),
        ("file", forms.FileInput),
    ):
        if isinstance(widget, classes):
            return name
    return "single"


def day_of(value):
    """The day of a day or a moment, in the city's time zone."""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def jdate(value):
    """2026年6月30日（火）. A moment is taken in the city's time zone."""
    if not value:
        return ""
    day = day_of(value)
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day)}）"


@register.filter
def monthday(value):
    """6月30日（火）: a day that is near enough to need no year."""
    day = day_of(value)
    return f"{day.month}月{day.day}日（{weekday(day)}）"


@register.filter
def weekday_name(value):
    """日曜: where a day stands alone in its column."""
    return f"{weekday(day_of(value))}曜"


@register.filter
def jtime(value):
    """午後5時, 午前9時30分."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    half, hour = ("午前", local.hour) if local.hour < 12 else ("午後", local.hour - 12)
    return f"{half}{hour}時" + (f"{local.minute}分" if local.minute else "")


@register.filter
def jdatetime(value):
    """2026年6月30日（火）午後5時."""
    return f"{jdate(value)}{jtime(value)}" if value else ""


@register.filter
def iso(value):
    """2026-06-30 of a day, 2026-06-30T17:00+09:00 of a moment, in the city's time zone: what `<time datetime>` takes.

    HTML knows three decimals of a second at most, `date:"c"` writes six; and nobody needs to learn the microsecond of an act.
    """
    if not value:
        return ""
    if not hasattr(value, "hour"):
        return value.isoformat()
    return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat(timespec="minutes")


@register.filter
def yen(value):
    """1,200,000円; nothing for None."""
    return "" if value is None or value == "" else f"{int(value):,}円"


@register.filter
def people(value):
    """2,400人; nothing for None."""
    return "" if value is None or value == "" else f"{int(value):,}人"


@register.filter
def fiscal(year):
    """令和8年度 for the 年度 that begins in April 2026."""
    return fiscal_label(int(year)) if year else ""


@register.filter
def things(count):
    """9つ, and from ten on 10個: nobody says 12つ."""
    return f"{count}つ" if count < 10 else f"{count}個"


@register.filter
def days_left(value):
    """あと12日 / 今日まで / 3日すぎています, counted in days of the city's calendar."""
    if not value:
        return ""
    days = (day_of(value) - timezone.localdate()).days
    if days > 0:
        return f"あと{days}日"
    return "今日まで" if days == 0 else f"{-days}日すぎています"


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """The address of this page with GET parameters changed: {% query_with page=2 %}; None or "" takes one away.

    Changing a filter goes back to the first page.
    """
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path


@register.simple_tag(takes_context=True)
def query_without(context, name, value):
    """The address of this page with one of a filter's chosen values taken out."""
    query = context["request"].GET.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != str(value)])
    query.pop("page", None)
    rest = query.urlencode()
    return f"?{rest}" if rest else context["request"].path


@register.simple_tag(takes_context=True)
def reading_url(context, **choice):
    """The address that changes how somebody reads and comes back to this page: {% reading_url easy=1 %}, {% reading_url ruby=0 %}."""
    request = context["request"]
    here = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return f"/reading/?{urlencode({**choice, 'next': here})}"


@register.filter
def filesize_ja(size):
    """1.2メガバイト, 840キロバイト."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f}メガバイト"
    return f"{max(1, round(size / 1024))}キロバイト"


@register.simple_tag
def city():
    """The city for pages without a context processor (500, 503)."""
    return the_city()


@register.simple_tag
def asset(path):
    """The address of a static file; if the manifest is broken, its plain address: an error page must not fail."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def colour(name):
    """{% colour "key-900" %}: the value of a token, for what the browser asks for outside of CSS."""
    return palette.colour(name, the_city()["hue"])


@register.simple_tag
def drawing(name):
    """{% drawing "scene-snow" %}: the address of one of the portal's own drawings, in the city's colours."""
    return reverse("drawing", args=[pictures.drawing(name, the_city()["hue"]).digest, name])


@register.simple_tag
def city_colours():
    """The sheet with the nine shades of the city's hue; nothing where it has the standard one."""
    hue = the_city()["hue"]
    if hue is None:
        return ""
    return format_html('<link rel="stylesheet" href="{}">', reverse("colours", args=[palette.sheet(hue).digest, hue]))


@register.simple_tag
def linked_data(data):
    """{% linked_data thing %}: one thing of schema.org, a dict, as JSON-LD; nothing for nothing."""
    text = mark_safe(ld_text(data)) if data else ""  # every sign of markup in it is escaped
    return format_html('<script type="application/ld+json">{}</script>', text) if data else ""


@register.simple_tag(takes_context=True)
def page_errors(context):
    """[(id, message)] of this page: error_list if the view gave one (several forms), otherwise that of its form."""
    return context.get("error_list") or getattr(context.get("form"), "error_list", [])
