"""What the clock does with events: passes on seats that nobody took, reminds the day before, erases who came long ago."""

import datetime

from django.db import transaction
from django.utils import timezone

from kyodo_portal.notices.models import MailKind

from .line_actions import offer_seats
from .models import Event
from .signup_models import Signup
from .tell_actions import tell

REMINDS_FROM = 9  # o'clock, the day before


def turn_hours():
    """A job of the clock. Each event in a transaction of its own."""
    _pass_on_seats()
    _remind()


def _held(pk):
    return Event.objects.select_for_update(of=("self",)).select_related("host").get(pk=pk)


def _pass_on_seats():
    """Nobody answered in time: the sign-up is over, and the next in the line is asked. So it is where a seat is kept no more."""
    late = Signup.objects.filter(state=Signup.State.OFFERED, offered_until__lt=timezone.now())
    for pk in late.order_by().values_list("event", flat=True).distinct():
        with transaction.atomic():
            event = _held(pk)
            rows = list(event.signups.filter(pk__in=late.values("pk")).select_for_update(of=("self",)).select_related("user"))
            for row in rows:
                row.state, row.offered_until = Signup.State.OUT, None
                row.save(update_fields=["state", "offered_until", "updated_at"])
                body = "期限までに返事がなかったので、席は次の人に回りました。もう一度申し込むこともできます。"
                tell(event, [row], "席は次の人に回りました", body, f"passed:{row.pk}:{row.updated_at:%Y%m%d%H%M}", by=None)
            offer_seats(event, by=None)
    given_up = Signup.objects.filter(state=Signup.State.OUT, kept_until__lte=timezone.now())
    for pk in given_up.order_by().values_list("event", flat=True).distinct():
        with transaction.atomic():
            event = _held(pk)
            event.signups.filter(pk__in=given_up.values("pk")).update(kept_until=None)
            offer_seats(event, by=None)


def _remind():
    """The day before, from nine on, who comes is reminded once."""
    now = timezone.localtime()
    if now.hour < REMINDS_FROM:
        return
    first = timezone.make_aware(datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time()))
    tomorrow = Event.objects.standing().filter(starts_at__gte=first, starts_at__lt=first + datetime.timedelta(days=1))
    tomorrow = tomorrow.filter(published_at__isnull=False, signups__state="in", signups__reminded_on__isnull=True).distinct()
    for pk in tomorrow.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            event = _held(pk)
            rows = list(event.signups.filter(state="in", reminded_on__isnull=True).select_related("user"))
            reached = [row for row in rows if row.user_id or row.mail]
            tell(
                event,
                reached,
                "明日です",
                "来られなくなったときは、画面でとりやめてください。",
                "tomorrow",
                by=None,
                kind=MailKind.REMINDER,
            )
            Signup.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_on=now.date())
