"""The outbox: takes waiting mails, one by one, and sends them.

A mail is claimed by comparing and setting its row, so that two workers never send the same one. A worker that dies
between claiming and sending leaves the row 送信中: after CLAIM_LASTS another takes it. A worker that dies between the mail
server's yes and our commit makes one mail go out twice, with the same Message-ID, so that mailboxes can drop the second.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kyodo_portal.common.text.secret import Unreadable

from .batch_actions import write_as_it_leaves
from .models import MOST_TRIES, Delivery

log = logging.getLogger(__name__)

# Minutes to wait after the first, second … failure; then nobody tries any more.
BACKOFF = (1, 5, 15, 60, 240, 240, 240)
TRIES = MOST_TRIES
# A sign-in code is dead after fifteen minutes: a later mail would only confuse.
SECRET_TRIES = 3
CLAIM_LASTS = timedelta(minutes=10)
KEY_GONE = "設定の鍵（SECRET_KEY）が変わったので、このメールは送れません。番号は、もう一度送ってもらってください。"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
WITHHELD = "（番号が書いてあるので、ここには書きません。見本サイトでは /sample/mail/ で読めます。）"
CLOCKS_DIFFER = timedelta(minutes=1)  # so much two machines may differ in what time it is


def deliver_due(stopping=lambda: False):
    """Send every mail that is due; return how many went out. `stopping` is asked before each mail."""
    sent = 0
    while not stopping():
        mail = claim()
        if mail is None:
            break
        sent += send(mail)
    return sent


def claim():
    """Take the mail that is due longest and mark it 送信中; None when there is none.

    A mail whose worker died at the last try is given up here.
    """
    now = timezone.now()
    due = due_at(now)
    # Looked at without a lock first: an idle worker must not take SQLite's write lock every second.
    while Delivery.objects.filter(due).exists():
        with transaction.atomic():
            # Two workers on PostgreSQL each take another row; elsewhere the words have no effect.
            mails = Delivery.objects.filter(due).order_by("next_try", "pk").select_for_update(skip_locked=True)
            mail = mails.first()
            if mail is None:
                return None
            same = Delivery.objects.filter(pk=mail.pk, state=mail.state, claimed_at=mail.claimed_at)
            if mail.attempts >= tries(mail):
                error = mail.error or "送っている途中で止まりました。"
                finish(mail, same, state=Delivery.State.FAILED, body=kept_body(mail), error=error)
                continue
            if same.update(state=Delivery.State.SENDING, claimed_at=now, attempts=F("attempts") + 1):
                mail.refresh_from_db()
                if mail.notice_id and mail.attempts == 1:
                    write_as_it_leaves(mail)
                return mail
    return None


def due_at(now):
    """Which mails are due: their time has come, or it lies further ahead than we ever let a mail wait.

    The second kind was written before the clock was set back; without it those mails would lie until the old time comes again.
    """
    too_far = Q()
    for attempts, minutes in enumerate((settings.KYODO_UNDO_MINUTES, *BACKOFF)):
        too_far |= Q(attempts=attempts, next_try__gt=now + timedelta(minutes=minutes) + CLOCKS_DIFFER)
    left_behind = Q(claimed_at__lt=now - CLAIM_LASTS) | Q(claimed_at__gt=now + CLAIM_LASTS)
    waiting, sending = Q(state=Delivery.State.WAITING), Q(state=Delivery.State.SENDING)
    return (waiting & (Q(next_try__lte=now) | too_far)) | (sending & left_behind)


def send(mail):
    """Hand one claimed mail to the mail server; True when it took it. Never raises because of the mail server."""
    ours = Delivery.objects.filter(pk=mail.pk, state=Delivery.State.SENDING, claimed_at=mail.claimed_at)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<kyodo-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}@{domain}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(mail.subject, text_to_send(mail), settings.DEFAULT_FROM_EMAIL, [address_of(mail)], headers=headers).send()
    except Unreadable:
        log.warning("delivery %s was encrypted with a key that is gone", mail.pk)
        finish(mail, ours, state=Delivery.State.FAILED, claimed_at=None, error=KEY_GONE, body="")
        return False
    except Exception as error:  # whatever a mail server or the network can do wrong
        log.warning("delivery %s failed at try %s: %s", mail.pk, mail.attempts, type(error).__name__)
        later(mail, ours, what_went_wrong(mail, error))
        return False
    finish(mail, ours, state=Delivery.State.SENT, sent_at=timezone.now(), claimed_at=None, error="", body=kept_body(mail))
    return True


def finish(mail, ours, **values):
    """What stays of a mail that nobody tries any more; of the last mail to somebody who is gone nothing (but in the sample city)."""
    if mail.forget and not settings.KYODO_SAMPLE:
        ours.delete()
    else:
        ours.update(**values)


def text_to_send(mail):
    """The mail's text; Unreadable when its key is gone. Without a mail server mails are written into the log: a code never is."""
    if mail.secret and settings.EMAIL_BACKEND == CONSOLE:
        return WITHHELD
    return mail.text


def address_of(mail):
    """Where it goes; of a last mail the log does not learn it either."""
    return mail.to if settings.EMAIL_BACKEND == CONSOLE else mail.address


def what_went_wrong(mail, error):
    """The error as staff read it. A mail server may quote what it refuses, so of a secret mail only the kind and the number stay."""
    if mail.secret:
        return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    return f"{type(error).__name__}: {error}"


def later(mail, ours, error):
    """Put a failed mail back, or give it up after the last try, or where what it says was taken back meanwhile (`take_back`)."""
    mail.attempts = ours.values_list("attempts", flat=True).first() or mail.attempts
    if mail.attempts >= tries(mail):
        finish(mail, ours, state=Delivery.State.FAILED, claimed_at=None, error=error[:300], body=kept_body(mail))
        return
    wait = timedelta(minutes=BACKOFF[mail.attempts - 1])
    ours.update(state=Delivery.State.WAITING, claimed_at=None, error=error[:300], next_try=timezone.now() + wait)


def tries(mail):
    return SECRET_TRIES if mail.secret else TRIES


def kept_body(mail):
    """A code is erased when it was sent or given up; the sample city keeps it, encrypted, for /sample/mail/."""
    return "" if mail.secret and not settings.KYODO_SAMPLE else mail.body
