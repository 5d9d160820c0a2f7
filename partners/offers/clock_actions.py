"""What the clock does with offers: ends what is over, asks after a year whether the others still hold, closes what nobody confirmed."""

import datetime
from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.task_actions import sync_source
from partners.directory.access import people_of
from partners.directory.offer_models import OPEN, Offer

from .actions import end_offers
from .todo import DAYS_TO_CONFIRM, OFFERS
from .years import next_year_of

ASKED_IN = 2  # February
ASKED_AFTER = datetime.timedelta(days=365)


def turn_days():
    """A job of the clock, once a day is enough; a day on which it did not run is caught up. Each part is a transaction of its own."""
    _end_what_is_over()
    _close_unconfirmed()
    _ask_whether_it_holds()
    _ask_about_next_year()


def _held(**conditions):
    rows = Offer.objects.filter(OPEN, **conditions).select_for_update(of=("self",)).select_related("partner")
    return list(rows.order_by("pk"))


@transaction.atomic
def _end_what_is_over():
    """Its last day has passed: for a lecture the end of its 年度, for what is offered for a day that day."""
    if rows := _held(until__lt=timezone.localdate()):
        end_offers(rows, Offer.Ended.OVER)


@transaction.atomic
def _close_unconfirmed():
    """Nobody said that it still holds, DAYS_TO_CONFIRM days after the question."""
    rows = _held(asked_on__lt=timezone.localdate() - datetime.timedelta(days=DAYS_TO_CONFIRM))
    if rows:
        end_offers(rows, Offer.Ended.UNCONFIRMED)
    for partner, mine in _by_partner(rows):
        _tell(
            partner, mine, "確かめがなかったので、掲載を終えました", "まだできるときは、この画面からもう一度出せます。", "closed"
        )


@transaction.atomic
def _ask_whether_it_holds():
    """Once, 365 days after somebody last said so. What ends by itself is not asked about."""
    today = timezone.localdate()
    rows = _held(asked_on__isnull=True, confirmed_on__lte=today - ASKED_AFTER, until__isnull=True)
    Offer.objects.filter(pk__in=[row.pk for row in rows]).update(asked_on=today)
    sync_source(OFFERS, *rows)
    last = jdate(today + datetime.timedelta(days=DAYS_TO_CONFIRM))
    for partner, mine in _by_partner(rows):
        _tell(partner, mine, "まだそのとおりですか", f"{last}までに確かめがないものは、掲載を終えます。", f"asked:{today}")


@transaction.atomic
def _ask_about_next_year():
    """In February, once a partner: the menu of the 年度 that comes is made now, and these lectures and persons are not in it."""
    today = timezone.localdate()
    if today.month != ASKED_IN:
        return
    last = fiscal_span(fiscal_year(today))[1]
    ending = Offer.objects.filter(OPEN, until__lte=last).select_related("partner", "following").order_by("pk")
    rows = [row for row in ending if next_year_of(row, today) == last.year]
    for partner, mine in _by_partner(rows):
        body = f"出すものは、この画面から1度押すだけで載せられます。押さなければ、{last.month}月{last.day}日までに終わります。"
        _tell(partner, mine, "次の年度も出しますか", body, f"next:{last.year}", once=True)


def _by_partner(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.partner].append(row)
    return found.items()


def _tell(partner, rows, title, body, word, *, once=False):
    notify(
        people_of(partner),
        title=f"できること・求めること（{len(rows)}件）：{title}",
        body=f"{'、'.join(f'「{row.title}」' for row in rows)}\n{body}",
        url=reverse("partner-offers", args=[partner.pk]),
        key=f"offers:{partner.pk}:{word}" + ("" if once else f":{rows[0].pk}"),
    )
