"""notify(): put something in people's inboxes and, after commit, in their mail."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.text.secret import encrypt

from .models import BODY_PURPOSE, Delivery, Notice


def notify(users, *, title, body="", url="", key, by=None):
    """Give each user one Notice for the event `key` and queue its mail, in the caller's transaction.

    Telling the same person of the same event twice does nothing. url is a path of this site. by: whoever did it: that person's own
    inbox keeps it, as read, and no mail goes there. Five queries however many
    users there are, one where they all know it, none without any.
    """
    users, key = {user.pk: user for user in users}, key[:120]
    known = set(Notice.objects.filter(key=key, user__in=users).values_list("user_id", flat=True))
    words = {"title": title[:200], "body": body, "url": url, "key": key}
    # In one order, so that two processes that tell the same people do not wait for each other.
    doer, now = by and by.pk, timezone.now()
    new = [Notice(user=users[pk], read_at=now if pk == doer else None, **words) for pk in sorted(users) if pk not in known]
    if not new:
        return
    try:
        with transaction.atomic():
            notices = Notice.objects.bulk_create(new)
            Delivery.objects.bulk_create(
                _mail(notice.user.email, title, mail_text(notice), notice=notice)
                for notice in notices
                if notice.user.is_active and notice.user_id != doer
            )
    except IntegrityError:
        if not Notice.objects.filter(key=key, user__in=[notice.user_id for notice in new]).exists():
            raise
        notify(
            users.values(), title=title, body=body, url=url, key=key, by=by
        )  # another process told one of them at this very moment


def mail_text(notice):
    """The mail's plain text: what was said, where to look, who sends it. Names are never turned into links."""
    city = settings.KYODO_CITY
    lines = [f"{notice.user.name or notice.user.email} 様", "", notice.title]
    if notice.body:
        lines += ["", notice.body]
    if notice.url:
        lines += ["", "くわしくは、次の画面を見てください。", settings.KYODO_ORIGIN + notice.url]
    lines += ["", "--", f"{city['name']} {city['site']}", city["office"] + (f" 電話 {city['phone']}" if city["phone"] else "")]
    return "\n".join(lines)


def queue_last_mail(address, subject, text):
    """A mail to somebody whose account was closed: the address too lies in the outbox encrypted, and the row goes with the mail."""
    mail = _mail(Delivery.NOBODY, subject, f"{address}\n{text}", secret=True)
    mail.forget = True
    mail.save()


def queue_mail(to, subject, body, *, notice=None, secret=False):
    """Put one mail in the outbox. secret (sign-in codes): the body lies there encrypted, and is erased once it was sent.

    The subject stands in plain text, on staff's lists too: no code belongs there.
    """
    mail = _mail(to, subject, body, notice=notice, secret=secret)
    mail.save()
    return mail


def _mail(to, subject, body, *, notice=None, secret=False):
    """One mail as the outbox keeps it, not stored yet."""
    subject = " ".join(subject.split())[:200]
    body = encrypt(body, BODY_PURPOSE) if secret else body
    return Delivery(to=to, subject=subject, body=body, notice=notice, secret=secret, next_try=timezone.now())


def mark_read(notice):
    """Remember when its owner first opened the notice."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(user):
    """Remember that a person has read everything that stands in the inbox now."""
    Notice.objects.visible_to(user).unread().update(read_at=timezone.now())


@transaction.atomic
def send_again(deliveries, *, by):
    """Put mails that were given up back in the outbox, with all their tries; return how many.

    Mails with a sign-in code stay: their body is erased and the code is dead.
    """
    failed = deliveries.filter(state=Delivery.State.FAILED, secret=False)
    count = failed.update(state=Delivery.State.WAITING, attempts=0, next_try=timezone.now(), error="")
    record("send-again", by=by, note="送れなかったメールをもう一度送る", rows=count)
    return count
