"""What a search finds an event by, and the words for its time."""

from django.utils import timezone

from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.templatetags.kyodo import jdate, jtime


def search_text(event):
    """Its own words and its host's name. No query where host, theme and area are read."""
    return doc(
        event.title,
        event.kana,
        event.text,
        event.place,
        event.address,
        event.conditions,
        event.about_label,
        event.get_kind_display(),
        event.theme.name if event.theme else "",
        event.area.name if event.area else "",
        event.host.name,
    )


def signing_up(event, left):
    """What one does on its page of signing up, in the words of every button that leads to it and of its own. left: seats, None without
    a capacity."""
    if event.signup == event.SignupWay.LOT:
        return "抽選に申し込む"
    return "キャンセル待ちに申し込む" if left == 0 else "申し込む"


def hours(starts_at, ends_at):
    """「午前9時〜11時30分」 of one day; where it ends on another day that one is named."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if first.date() != last.date():
        return f"{jtime(first)}〜{jdate(last)}{jtime(last)}"
    end = _clock(last)
    if end[:2] == _clock(first)[:2]:
        end = end[2:]
    return f"{_clock(first)}〜{end}"


def _clock(local):
    return "正午" if (local.hour, local.minute) == (12, 0) else jtime(local)
