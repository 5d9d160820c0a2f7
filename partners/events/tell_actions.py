"""What who signed up is told: in the inbox with an account, by mail to a guest's proven address. No name, no need in any of it.

Of whom neither is known (telephone, paper) the host's people are told that somebody has to call.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kyodo_portal.common.city import the_city
from kyodo_portal.common.templatetags.kyodo import jdate, jtime
from kyodo_portal.common.upwards import queue_mail
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import MailKind
from partners.directory.access import people_who_write

from .texts import hours

SALT = "partners.events.signup"
LASTS = 400 * 24 * 3600  # seconds during which an address opens its sign-up


def token_of(signup):
    """What the address of a guest's sign-up holds: signed, and of this mail address alone."""
    return signing.dumps([signup.pk, signup.mail], salt=SALT)


def opened_by(token):
    """(key of the sign-up, mail address) that a token names; None for one that was changed or is too old."""
    try:
        pk, mail = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, mail


def when_and_where(event):
    """「2026年12月5日（土）午後1時30分〜4時、総合体育館」."""
    return f"{jdate(event.starts_at)}{hours(event.starts_at, event.ends_at)}、{event.place}"


def tell(event, signups, title, body, word, *, kind=MailKind.MATTER):
    """Tell everybody of these once of `word`. title, body: the same for all. Ten queries and one for each guest."""
    key, url = f"event:{event.pk}:{word}", event.get_absolute_url()
    users = [row.user for row in signups if row.user_id]
    notify(users, title=f"{title}：{event.title}", body=f"{when_and_where(event)}\n{body}", url=url, key=key, kind=kind)
    for row in signups:
        if row.mail:
            _mail(event, row, title, body)
    unreached = [row for row in signups if not row.user_id and not row.mail]
    if unreached:
        notify(
            people_who_write(event.host),
            title=f"{title}：{event.title}",
            body=f"電話や紙で申し込んだ{len(unreached)}件に、電話などで知らせてください。",
            url=reverse("event-signups", args=[event.pk]),
            key=f"{key}:unreached",
        )


def _mail(event, row, title, body):
    city = the_city()
    lines = [
        f"「{event.title}」",
        when_and_where(event),
        "",
        body,
        "",
        "申込みを見る、とりやめる画面：",
        settings.KYODO_ORIGIN + reverse("signup-guest", args=[token_of(row)]),
        "",
        "このメールには返信できません。心あたりがないときは、消してください。",
        "--",
        f"{city['name']} {city['site']} {city['office']}" + (f" 電話 {city['phone']}" if city["phone"] else ""),
    ]
    queue_mail(row.mail, f"{title}：{event.title}", "\n".join(lines), secret=True)


def until_in_words(moment):
    """「12月3日（木）午後5時」 with its year."""
    return f"{jdate(moment)}{jtime(moment)}"
