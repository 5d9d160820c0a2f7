"""One notice a person and press: what a press on many matters tells one reader stands in one row of the inbox and goes in one mail.

Each matter keeps its own row (`Notice.batch` is the same), so that one of them is taken back like any other; the mail says what is left.
The words of a mail are written once a press, when it ends, and once more when the mail leaves, should the press have been cut off.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kyodo_portal.common.city import the_city

from .models import Delivery, Notice

MOST_NAMED = 40  # matters whose words stand in one mail; the others are in the inbox
_press = ContextVar("press on many matters", default=None)


class _Press(NamedTuple):
    """One press. mails: the keys of the waiting mails (Delivery) whose words are to be written when it ends."""

    batch: UUID
    mails: set


@contextmanager
def as_one():
    """What is told inside is told each reader as one; inside of another one it is part of that. One query at its end where mails that
    wait say something else now, and two for each of them.
    """
    if _press.get() is not None:
        yield
        return
    press = _Press(uuid4(), set())
    token = _press.set(press)
    try:
        yield
    finally:
        _press.reset(token)
    if press.mails:
        _write_all(press.mails)


def batch_now():
    """The batch (UUID) to which what is told now belongs, or None."""
    press = _press.get()
    return press and press.batch


@transaction.atomic
def _write_all(keys):
    """Those of these mails that have not left yet say what their batches say now."""
    mails = Delivery.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, notice__isnull=False, state=Delivery.State.WAITING
    )
    for mail in mails.select_related("notice__user").order_by("pk"):
        write_mail(mail)


def rewrite(mail):
    """What a waiting mail speaks of has changed: its words follow, of a press on many matters when that ends. Two queries, or none."""
    press = _press.get()
    if press is None:
        write_mail(mail)
    else:
        press.mails.add(mail.pk)


def without_those_on_the_way(notices):
    """[notices of one new mail] for the new notices: into a mail of their batch that has not left yet they are written instead.

    One query; none without a batch.
    """
    batch = batch_now()
    if batch is None:
        return [[row] for row in notices]
    waiting = Delivery.objects.select_for_update(of=("self",)).filter(
        notice__batch=batch, notice__user__in=[row.user_id for row in notices], state=Delivery.State.WAITING, attempts=0
    )
    mails = {mail.notice.user_id: mail for mail in waiting.select_related("notice")}
    for mail in mails.values():
        rewrite(mail)
    apart = defaultdict(list)
    for row in notices:
        if row.user_id not in mails:
            apart[row.user_id].append(row)
    return list(apart.values())


def write_mail(mail):
    """The words of a waiting mail, of all that its batch says now; it leaves when the last of it may be told. Two queries."""
    rows = _told_by(mail)
    mail.subject, mail.body = " ".join(subject_of(rows).split()), mail_text(mail.notice, rows)
    if not mail.attempts:
        mail.next_try = max([mail.next_try, *(row.waits_until for row in rows if row.waits_until)])
    mail.save(update_fields=["subject", "body", "notice", "next_try"])


def write_as_it_leaves(mail):
    """A mail of a batch that a worker holds says all of it, also where the press was cut off before it ended. One query, three more of a batch."""
    held = Delivery.objects.select_related("notice__user").filter(pk=mail.pk, notice__batch__isnull=False).first()
    if held is not None:
        write_mail(held)
        mail.subject, mail.body = held.subject, held.body


def _told_by(mail):
    """The notices that a mail speaks of: its own and those of its batch that came after it."""
    return list(Notice.objects.together(mail.notice).filter(pk__gte=mail.notice_id))


def mails_of(notices):
    """{key of a notice: the Delivery that speaks of it}, the rows held. One query."""
    alone, batches = {row.pk for row in notices if not row.batch}, {row.batch for row in notices if row.batch}
    of_batch = Q(notice__batch__in=batches, notice__user__in={row.user_id for row in notices})
    mails = Delivery.objects.select_for_update(of=("self",)).filter(
        Q(notice__in=alone) | of_batch if batches else Q(notice__in=alone)
    )
    mails = list(mails.select_related("notice__user").order_by("pk"))
    found = {mail.notice_id: mail for mail in mails}
    for row in notices:
        before = [mail for mail in mails if (mail.notice.batch, mail.notice.user_id) == (row.batch, row.user_id) and row.batch]
        before = [mail for mail in before if mail.notice_id <= row.pk]
        if before:
            found[row.pk] = before[-1]
    return found


def leave_batches(notices):
    """Notices that are taken back stand alone from now on, and a mail that has not left says only the others. Returns the keys of those
    whose mail is on its way or has left: they count as told. No query where none of them is in a batch.
    """
    together, told = [row for row in notices if row.batch], set()
    if not together:
        return told
    mails = mails_of(together)
    for row in together:
        mail = mails.get(row.pk)
        if mail is None:
            continue
        if mail.state != Delivery.State.WAITING:
            told.add(row.pk)
            continue
        others = [other for other in _told_by(mail) if other.pk != row.pk]
        if others:
            if mail.notice_id == row.pk:
                mail.notice = others[0]
                mail.save(update_fields=["notice"])
            Notice.objects.filter(pk=row.pk).update(batch=None)
            rewrite(mail)
    Notice.objects.filter(pk__in=[row.pk for row in together]).update(batch=None)
    return told


def subject_of(rows):
    """The title of what is told: of several the first one's, and how many more."""
    return (rows[0].title if len(rows) == 1 else f"{rows[0].title[:180]}　ほか{len(rows) - 1}件")[:200]


def mail_text(notice, rows):
    """The mail's plain text: what was said, where to look, who sends it. Names are never turned into links."""
    city = the_city()
    lines = [f"{notice.user.name or notice.user.email} 様", ""]
    for row in rows[:MOST_NAMED]:
        lines += [row.title, *(["", row.body] if row.body else [])]
        if row.url:
            lines += ["", "くわしくは、次の画面を見てください。", settings.KYODO_ORIGIN + row.url]
        lines += [""] if len(rows) == 1 else ["", "－" * 10, ""]
    if len(rows) > MOST_NAMED:
        lines += [f"ほかに{len(rows) - MOST_NAMED}件あります。サイトの「お知らせ」で読めます。", ""]
    return "\n".join(
        [*lines, "--", f"{city['name']} {city['site']}", city["office"] + (f" 電話 {city['phone']}" if city["phone"] else "")]
    )
