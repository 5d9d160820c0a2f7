"""What a press answers about whom it tells: read of the notices that came of it, so that it is true where nobody hears."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jtime

from .models import Notice
from .waiting import waiting_time


def when_told(who, *about, by, keys=(), others=False, nobody=""):
    """The sentence about `who` ("申し込んだ人"): at which minute they hear, and that it can be taken back until then; that they know it
    already; or that there is nobody to tell. A second press reads the same as the first.

    about: the events (of `tell_later`, `event_of`) of whose notices it speaks, keys: whole keys of notices; by: who pressed, and is not
    told. others: somebody hears who has no account, by mail. nobody: what is said where nobody hears. One query.
    """
    wanted = Q(key__in=[*about, *keys])
    for event in about:
        wanted |= Q(key__startswith=f"{event}:")
    moments = [*Notice.objects.filter(wanted).exclude(user=by).values_list("waits_until", flat=True)]
    if others:
        moments.append(timezone.now() + waiting_time())
    if not moments:
        return nobody or f"{who}のなかに、このサイトで知らせる相手はいません。"
    until = max(filter(None, moments), default=None)
    if until and until > timezone.now():
        return f"{who}には、{jtime(until)}に知らせます。それまでに取り消せば、伝わりません。"
    return f"{who}には、もう知らせてあります。" if settings.KYODO_UNDO_MINUTES else f"{who}に知らせました。"
