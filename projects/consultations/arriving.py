"""To whom anybody may send a consultation, and how often."""

from django.core.exceptions import ValidationError

from kyodo_portal.accounts.limits import DAY, counter_key, spend, spend_of_line

from .zone_models import Zone

FROM_ONE_LINE = 10  # a day
TO_ONE_BODY = 60
TOO_MANY = "今日ここから送れる数を超えました。急ぐときは電話してください。明日、もう一度送れます。"


def zones_that_take():
    """The zones to which anybody may send: their recovery code was typed back. The first that was laid out stands first. One query."""
    return Zone.objects.filter(recovery_checked_on__isnull=False).select_related("body").order_by("pk")


def spend_on_arrival(zone, line):
    """Take one of the day's; ValidationError where none is left. Two queries."""
    to_one = counter_key("consult-to", zone.pk)
    if not spend_of_line("consult", line, FROM_ONE_LINE, DAY) or not spend(to_one, TO_ONE_BODY, DAY):
        raise ValidationError(TOO_MANY)
