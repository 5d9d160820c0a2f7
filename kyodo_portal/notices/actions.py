"""notify(): put something in people's inboxes and, after commit, in their mail."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.together import together
from kyodo_portal.common.text.secret import encrypt

from .batch_actions import batch_now, leave_batches, mail_text, mails_of, rewrite, subject_of, without_those_on_the_way
from .choice_models import MailChoice, MailHow, MailKind
from .models import BODY_PURPOSE, MOST_TRIES, Delivery, Notice, latest_wait
from .waiting import waiting_time

AT_ONCE = 500  # people of `notify_each` for whom the database is asked together
NO_MAIL_OF_ITS_OWN = {MailHow.DAILY, MailHow.NONE}


class ToTell(NamedTuple):
    """Something to be told: to whom, in which words, where it stands, for which event."""

    users: Iterable
    title: str
    body: str
    url: str
    key: str


def notify(users, *, title, body="", url="", key, by=None, pressed_by=None, wait=False, at_once=None, kind=MailKind.MATTER):
    """Give each user one Notice for the event `key` and queue its mail, in the caller's transaction.

    Telling the same person of the same event twice does nothing. url is a path of this site. by: whoever did it: that person's own
    inbox keeps it, as read, and no mail goes there; pressed_by: whose press it follows from by itself, who is spared in the same way.
    wait: notice and mail are there only after `waiting_time`, unless `take_back`
    takes them back; at_once: the user for whom nothing waits. kind: of what mails it is one; who wants no mails of this kind has the
    inbox, who wants one a day gets it in the morning (`send_the_day`). Three queries however many users there are (five on an engine
    on which others write meanwhile), one where they all know it, none without any.
    """
    notify_each([ToTell(users, title, body, url, key)], by=by, pressed_by=pressed_by, wait=wait, at_once=at_once, kind=kind)


def notify_each(told, *, by=None, pressed_by=None, wait=False, at_once=None, kind=MailKind.MATTER):
    """`notify` for several events ([ToTell], each with a key of its own): as many queries as for one, for every AT_ONCE of them."""
    told = list(told)
    for first in range(0, len(told), AT_ONCE):
        _notify_some(told[first : first + AT_ONCE], by, pressed_by or by, wait, at_once, kind)


def _notify_some(told, by, spared, wait, at_once, kind):
    told = [one._replace(users={user.pk: user for user in one.users}, key=one.key[:120]) for one in told]
    people = {pk for one in told for pk in one.users}
    if not people:
        return
    known, chosen = together(
        Notice.objects.filter(key__in=[one.key for one in told], user__in=people).order_by().values_list("key", "user_id"),
        MailChoice.objects.of_kind(kind, people),
    )
    known, how = set(known), dict(chosen)
    until, now = timezone.now() + waiting_time() if wait else None, timezone.now()
    doer = spared and spared.pk
    new = [
        Notice(
            user=one.users[pk],
            title=one.title[:200],
            body=one.body,
            url=one.url,
            key=one.key,
            by=by,
            batch=batch_now(),
            read_at=now if pk == doer else None,
            waits_until=None if one.users[pk] == at_once else until,
            is_bundled=how.get(pk) == MailHow.DAILY and pk != doer,
            kind=kind,
        )
        for one in told
        for pk in sorted(one.users)  # in one order, so that two processes that tell the same people do not wait for each other
        if (one.key, pk) not in known
    ]
    if not new:
        return
    try:
        # SQLite has one writer: between the question above and here nobody else tells them.
        with transaction.atomic(savepoint=connection.vendor != "sqlite"):
            _store(new, doer, how)
    except IntegrityError:
        keys, users = {notice.key for notice in new}, {notice.user_id for notice in new}
        if not Notice.objects.filter(key__in=keys, user__in=users).exists():
            raise
        # Another process told one of them at this very moment.
        again = [one._replace(users=one.users.values()) for one in told]
        _notify_some(again, by, spared, wait, at_once, kind)


def _store(new, doer, how):
    """These notices, and the mails of those who get one."""
    mailed = [
        notice
        for notice in Notice.objects.bulk_create(new)
        if notice.user.is_active and notice.user_id != doer and how.get(notice.user_id) not in NO_MAIL_OF_ITS_OWN
    ]
    Delivery.objects.bulk_create(
        _mail(rows[0].user.email, subject_of(rows), mail_text(rows[0], rows), notice=rows[0])
        for rows in without_those_on_the_way(mailed)
    )


SAID = ("user_id", "title", "body", "url", "key", "by_id", "kind")  # what a notice says to whom


class TakenBack(NamedTuple):
    """What became of the notices of an event. `unsaid`: those that nobody will be told, for `say_after_all`; `told`: who was, by key;
    `titles`: what each of them was told, by key of the user."""

    unsaid: list
    told: dict
    titles: dict


def take_back(key):
    """Take back the notices of the event `key` that still wait; who had one already is returned, to be told the truth (TakenBack).

    A mail that the worker holds counts as told. A mail to somebody who has the notice leaves before the correction or not at all:
    what a mail server has refused already is not tried again. Called in the transaction of the step that takes the event back.
    Seven queries.
    """
    notices = list(Notice.objects.of_event(key).select_related("user"))
    now = timezone.now()
    waiting = {one.pk for one in notices if one.waits_until and now < one.waits_until <= latest_wait(now)}
    waiting -= leave_batches(notices)
    mails = Delivery.objects.select_for_update().filter(notice__in=[notice.pk for notice in notices]).order_by("pk")
    state_of = dict(mails.values_list("notice", "state"))
    waiting -= {notice for notice, state in state_of.items() if state != Delivery.State.WAITING}
    mails = Delivery.objects.filter(notice__in=state_of)
    refused = Q(state=Delivery.State.WAITING, attempts__gt=0) | Q(state=Delivery.State.FAILED)  # which staff could send again
    mails.filter(Q(notice__in=waiting) | refused).delete()
    mails.filter(state=Delivery.State.WAITING).update(attempts=MOST_TRIES - 1)
    mails.filter(state=Delivery.State.SENDING).update(attempts=MOST_TRIES)
    Notice.objects.filter(pk__in=waiting).delete()
    told = {notice.user_id: notice.user for notice in notices if notice.pk not in waiting}
    # Of what a step brought with it too, the notice of the step itself says most.
    titles = {notice.user_id: notice.title for notice in sorted(notices, key=lambda notice: notice.key == key)}
    return TakenBack([{name: getattr(notice, name) for name in SAID} for notice in notices if notice.pk in waiting], told, titles)


def retell(key, reworded):
    """What of the event `key` still waits, notices and mails, says `reworded(body)`. One query; where something changes two more, and two
    for each mail.
    """
    changed = {}
    for notice in Notice.objects.waiting().filter(key=key).select_related("user"):
        former, notice.body = notice.body, reworded(notice.body)
        if notice.body != former:
            changed[notice.pk] = notice
    if changed:
        Notice.objects.bulk_update(changed.values(), ["body"])
        for mail in mails_of(changed.values()).values():
            if mail.state == Delivery.State.WAITING:
                rewrite(mail)


def tell_anew(key):
    """The event `key` was told by mistake and may come again: the notices stay, and no longer count as having told of it. One query."""
    Notice.objects.of_event(key).update(key=Concat(Value("mistaken:"), Cast("pk", CharField())))


def say_after_all(unsaid):
    """Tell what `take_back` had taken back, because that was the mistake: it waits anew. unsaid: as it was returned. Queries: as
    many as `notify` for each event."""
    people = get_user_model().objects.in_bulk({row[name] for row in unsaid for name in ("user_id", "by_id")} - {None})
    for key in dict.fromkeys(row["key"] for row in unsaid):
        rows = [row for row in unsaid if row["key"] == key and row["user_id"] in people]
        if rows:
            words = {name: rows[0][name] for name in ("title", "body", "url")} | {"kind": rows[0].get("kind", MailKind.MATTER)}
            by = people.get(rows[0]["by_id"])
            notify([people[row["user_id"]] for row in rows], **words, key=key, by=by, wait=True)


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
    due = (notice.waits_until if notice else None) or timezone.now()
    return Delivery(to=to, subject=subject, body=body, notice=notice, secret=secret, next_try=due)


def mark_read(notice):
    """Remember when its owner first opened the notice, and what was told with it."""
    Notice.objects.together(notice).released().filter(read_at__isnull=True).update(read_at=timezone.now())


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
