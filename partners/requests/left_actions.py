"""A body left the directory while letters go on with it: the other side hears of it, and may write to somebody else in time."""

from django.db.models import Q

from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.later_actions import tell_later, tell_undone

from .access import request_audience
from .models import Request
from .workflow import ASKER, COORD, DESK, LIVE

ASK_ELSEWHERE = own_words(
    "返事が来ないことがあります。続けないときは、手紙の画面から終えられます。ほかの団体をさがすときは、市に聞いてください。"
)


def body_left(partner, *, by, stays=False):
    """Tell who wrote to this body, of an introduction the other one and who brought them together. Called in the transaction of the step.

    stays: that was taken back, so that whoever has heard of it hears that it stays. Queries: one, and some for each letter under way.
    """
    gone = Q(to=partner) | Q(from_partner=partner, introduced_by__isnull=False)
    for row in Request.objects.filter(gone, status__in=LIVE).select_related("to", "from_partner", "introduced_by").order_by("pk"):
        about, url = f"letter-left:{row.pk}:{partner.pk}", row.get_absolute_url()
        if stays:
            title = f"{row}の相手が協働の名簿から外れたことは、取り消されました"
            tell_undone(about, by=by, title=title, body="前と同じように、手紙を続けられます。", url=url)
            continue
        people = request_audience(row, ASKER if row.to_id == partner.pk else DESK) + request_audience(row, COORD)
        tell_later(people, about=about, title=f"{row}の相手が、協働の名簿から外れました", body=ASK_ELSEWHERE, url=url, by=by)
