"""People, days, states and kinds as small marks beside words, in every template; /gallery/ shows each with its variants."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from kyodo_portal.common.drawing import faces

from .kyodo import day_of, icon

register = template.Library()

SOON = 10  # days: from here on a deadline is coloured


@register.simple_tag
def face(shape, name, size=""):
    """{% face "town" "川辺町内会" "s" %}: the mark of whoever has no picture; the kind stands beside it in words.

    shape: group, town, firm, school, city, person or other. size: "", "s" in a line of people, "l" on one's own page.
    """
    return faces.face(shape, name, size)


@register.inclusion_tag("components/day.html")
def day(when, word="", late=False):
    """{% day call.closes_at "しめきり" %}: a day in a column of its own: month, large day, weekday, how many days are left.

    when: a day or a moment, None where there is none. word: what the day is, for those who hear it. late: a day that has passed
    is coloured too. It stands first in a row of ul.kp-open.
    """
    if when is None:
        return {"word": word}
    left = (day_of(when) - timezone.localdate()).days
    return {"when": when, "day": day_of(when), "word": word, "left": left, "is_soon": left <= SOON and (late or left >= 0)}


@register.simple_tag
def state(label, tone=""):
    """{% state "実施中・3年目" %}: where something stands, as a dot and words. tone: "", "next", "check" or "done"."""
    return format_html('<span class="kp-state{}">{}</span>', f" kp-state--{tone}" if tone else "", label)


@register.simple_tag
def kind_label(icon_name, label):
    """{% kind_label "pen" "企画の募集" %}: what kind of thing this is, as a drawing and words."""
    return format_html('<p class="kp-kind">{}{}</p>', icon(icon_name), label)
