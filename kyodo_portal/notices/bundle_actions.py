"""The mail of the morning: whoever wants one mail a day of a kind reads in it what was not read in the inbox since."""

from django.db import transaction
from django.utils import timezone

from .actions import queue_mail
from .batch_actions import mail_text
from .models import Notice

FROM_HOUR = 7
SAID = 30  # lines of one mail; the inbox holds them all


@transaction.atomic
def send_the_day():
    """Between seven and eight: one mail for each person with bundled notices that are released and unread. A job of the clock.

    What was read meanwhile is mailed no more. Two queries, two more for each mail.
    """
    if timezone.localtime().hour != FROM_HOUR:
        return
    found = {}
    bundled = Notice.objects.released().filter(is_bundled=True)
    for notice in bundled.select_related("user").order_by("created_at", "pk"):
        found.setdefault(notice.user, []).append(notice)
    for user, notices in found.items():
        unread = [notice for notice in notices if notice.read_at is None]
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(is_bundled=False)
        if unread and user.is_active:
            queue_mail(user.email, f"お知らせが{len(unread)}件あります", _text(user, unread))


def _text(user, unread):
    lines = [f"・{notice.title}" for notice in unread[:SAID]]
    lines += [f"ほか{len(unread) - SAID}件"] if len(unread) > SAID else []
    said = Notice(user=user, title="まだ読んでいないお知らせです。", body="\n".join(lines), url="/inbox/")
    return mail_text(said, [said])
