"""What who signed up is told: in the inbox with an account, by mail to a guest's proven address. No name, no need in any of it.

Of whom neither is known (telephone, paper) the host's people are told that somebody has to call.
"""

from django.urls import reverse

from kyodo_portal.common.guests import GuestDoor
from kyodo_portal.common.templatetags.kyodo import jdate, jtime
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import mail_later, tell_later
from kyodo_portal.notices.models import MailKind
from partners.directory.access import people_who_write

from .texts import hours

DOOR = GuestDoor("partners.events.signup", days=400, route="signup-guest", mail="mail")


def when_and_where(event):
    """「2026年12月5日（土）午後1時30分〜4時、総合体育館」."""
    return f"{jdate(event.starts_at)}{hours(event.starts_at, event.ends_at)}、{event.place}"


def tell(event, signups, title, body, word, *, by, kind=MailKind.MATTER):
    """Tell everybody of these once of `word`. title, body: the same for all; by: whose press it follows from, who gets no mail; None for
    the clock, and for a receipt. Ten queries and one for each guest.
    """
    key, url = f"event:{event.pk}:{word}", event.get_absolute_url()
    users = [row.user for row in signups if row.user_id]
    notify(users, title=f"{title}：{event.title}", body=f"{when_and_where(event)}\n{body}", url=url, key=key, by=by, kind=kind)
    for row in signups:
        if row.mail:
            _mail(event, row, title, body)
    unreached = [row for row in signups if not row.user_id and not row.mail]
    if unreached:
        notify(people_who_write(event.host), key=f"{key}:unreached", by=by, **_to_be_called(event, title, unreached))


def tell_in_place(event, signups, title, body, *, by, about, other="", takes_back=False, change=None):
    """`tell` of a press that its host can take back: it waits, and stands in the place of what still waits of the same (`about`: a word).

    other: the title under which the opposite press is told; takes_back: all is as it was before that; change: see `tell_later`.
    """
    users = [row.user for row in signups if row.user_id]
    said = {"title": f"{title}：{event.title}", "body": f"{when_and_where(event)}\n{body}", "url": event.get_absolute_url()}
    told = tell_later(users, about=f"event:{event.pk}:{about}", takes_back=takes_back, change=change, by=by, **said)
    for row in signups:
        if row.mail:
            mail = _mail(event, row, title, body)
            mail_later(mail, in_place_of=[f"{other or title}：{event.title}"], takes_back=takes_back or not told)
    unreached = [row for row in signups if not row.user_id and not row.mail]
    if unreached:
        tell_later(
            people_who_write(event.host), about=f"event:{event.pk}:{about}-unreached", takes_back=takes_back, by=by,
            **_to_be_called(event, title, unreached),
        )  # fmt: skip


def _to_be_called(event, title, unreached):
    return {
        "title": f"{title}：{event.title}",
        "body": f"電話や紙で申し込んだ{len(unreached)}件に、電話などで知らせてください。",
        "url": reverse("event-signups", args=[event.pk]),
    }


def _mail(event, row, title, body):
    lines = [f"「{event.title}」", when_and_where(event), "", body, "", "申込みを見る、とりやめる画面："]
    return DOOR.write(row, f"{title}：{event.title}", lines)


def until_in_words(moment):
    """「12月3日（木）午後5時」 with its year."""
    return f"{jdate(moment)}{jtime(moment)}"
