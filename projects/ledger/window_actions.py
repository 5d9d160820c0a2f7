"""連絡窓口: each side of an entry names one person whom the other asks, and a deputy who hears of what is late."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from projects.entries.access import people_of_side
from projects.entries.models import Participation, Project
from projects.entries.window_models import ContactWindow

from .access import window_side

NOT_OF_THE_SIDE = "この側の人を選んでください。選べるのは、今日この側に所属している人です。"


def etag_of_window(window):
    """The edit token of the page on which a side names its window (None: none is named)."""
    return etag_of(window and (window.main_id, window.deputy_id))


@transaction.atomic
def name_window(project, *, by, main, deputy=None, etag=None):
    """A side says whom the other asks (`main`) and who hears of what is late (`deputy`, or None): people of that side today.

    The window of before ends and stays as history. The side is `by`'s; both who are named, and the other side's window, are told.
    etag: `etag_of_window` as the page was opened; EditConflict where another one was named since. Returns the ContactWindow.
    """
    locked = Project.objects.select_for_update().get(pk=project.pk)
    side, today = window_side(by, locked), timezone.localdate()
    if side is None:
        raise PermissionDenied
    people = people_of_side(locked, side)
    if main not in people or (deputy is not None and deputy not in people):
        raise ValidationError({"main" if main not in people else "deputy": NOT_OF_THE_SIDE})
    if deputy == main:
        raise ValidationError({"deputy": "窓口とは別の人を選んでください。いなければ、選ばないでください。"})
    former = locked.windows.open().filter(side=side).first()
    if former is not None and (former.main_id, former.deputy_id) == (main.pk, deputy and deputy.pk):
        return former
    if etag is not None and etag != etag_of_window(former):
        raise EditConflict(OVERTAKEN, locked)
    if former is not None and former.since == today:
        former.delete()
    elif former is not None:
        former.until = today - datetime.timedelta(days=1)
        former.save(update_fields=["until"])
    window = ContactWindow.objects.create(project=locked, side=side, main=main, deputy=deputy, since=today)
    record("edit", by=by, target=locked, note=f"連絡窓口（{window.get_side_display()}）")
    _tell(window, by)
    return window


def _tell(window, by):
    other = window.project.windows.open().exclude(side=window.side).select_related("main").first()
    people = {user.pk: user for user in (window.main, window.deputy, other and other.main) if user is not None}
    deputy = f"\n副：{window.deputy}" if window.deputy else ""
    side = Participation.Side(window.side).label
    notify(
        people.values(),
        title=f"「{window.project}」の連絡窓口が決まりました（{side}）",
        body=f"正：{window.main}{deputy}\n期限が近づくと正の人に、期限をすぎると副の人にも知らせます。",
        url=window.project.get_absolute_url(),
        key=f"window:{window.pk}",
        by=by,
    )
