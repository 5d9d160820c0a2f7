"""連絡窓口: each side of an entry names one person whom the other asks, and a deputy who hears of what is late."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from projects.entries.access import people_of_side
from projects.entries.models import Participation, Project
from projects.entries.window_models import ContactWindow

from .access import window_side

SAID = ("main_id", "main_name", "deputy_id", "desk", "phone", "extension", "person_public")
NOT_OF_THE_SIDE = "この側の人を選んでください。選べるのは、今日この側に所属している人です。"


def etag_of_window(window):
    """The edit token of the page on which a side names its window (None: none is named)."""
    return etag_of(window and said_of(window))


def said_of(window):
    """What a ContactWindow says, as `name_window` takes it."""
    return {name: getattr(window, name) for name in SAID}


@transaction.atomic
def name_window(project, *, by, main=None, main_name="", deputy=None, etag=None, **desk):
    """A side says whom the other asks (`main`) and who hears of what is late (`deputy`, or None): people of that side today.

    main_name: instead of `main`, somebody who does not sign in. desk: its `desk`, `phone`, `extension`, and for the city whether
    everybody reads the name (`person_public`). The window of before ends and stays as history. The side is `by`'s; both who are named, and the other side's window, are told.
    etag: `etag_of_window` as the page was opened; EditConflict where another one was named since. Returns the ContactWindow.
    """
    locked = Project.objects.select_for_update().get(pk=project.pk)
    side, today = window_side(by, locked), timezone.localdate()
    if side is None:
        raise PermissionDenied
    people = people_of_side(locked, side)
    for name, person in (("main", main), ("deputy", deputy)):
        if person is not None and person not in people:
            raise ValidationError({name: NOT_OF_THE_SIDE})
    if deputy is not None and deputy == main:
        raise ValidationError({"deputy": "窓口とは別の人を選んでください。いなければ、選ばないでください。"})
    former = locked.windows.open().filter(side=side).first()
    window = ContactWindow(project=locked, side=side, main=main, main_name=main_name, deputy=deputy, since=today, **desk)
    if former is not None and said_of(former) == said_of(window):
        return former
    if etag is not None and etag != etag_of_window(former):
        raise EditConflict(OVERTAKEN, locked)
    if former is not None and former.since == today:
        former.delete()
    elif former is not None:
        former.until = today - datetime.timedelta(days=1)
        former.save(update_fields=["until"])
    window.save()
    record("edit", by=by, target=locked, note=f"連絡窓口（{window.get_side_display()}）")
    _tell(window, by, (former and said_of(former), said_of(window)))
    sync_tasks(*locked.cycles.unfinished())  # whom the turns of this side fall to
    return window


def _tell(window, by, change):
    other = window.project.windows.open().exclude(side=window.side).select_related("main").first()
    people = {user.pk: user for user in (window.main, window.deputy, other and other.main) if user is not None}
    deputy = f"\n副：{window.deputy}" if window.deputy else ""
    side = Participation.Side(window.side).label
    tell_later(
        people.values(),
        about=f"window:{window.project_id}:{window.side}",
        change=change,
        title=f"「{window.project}」の連絡窓口が決まりました（{side}）",
        body=f"正：{window.main or window.main_name}{deputy}\n期限が近づくと正の人に、期限をすぎると副の人にも知らせます。",
        url=window.project.get_absolute_url(),
        by=by,
    )
