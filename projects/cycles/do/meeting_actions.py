"""打合せの記録 is written and put right; what was decided becomes a task of both sides."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyodo_portal.notices.actions import notify
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import can_edit_meeting, can_record_meeting, cycle_audience, plan_side
from projects.cycles.actions import lock
from projects.cycles.models import ROLE_OF
from projects.entries.models import Participation

from .meeting_models import CycleMeeting

WRITTEN = ("on", "attendees", "talked", "decided", "who", "due")


@transaction.atomic
def record_meeting(cycle, *, by, form_key, on, attendees, talked, decided="", who="", due=None):
    """One 打合せの記録 by the writer's side; the other side is told. Sent twice with one key, it stands once."""
    written = {"on": on, "attendees": attendees, "talked": talked, "decided": decided, "who": who, "due": due}

    def make():
        locked = lock(cycle)
        if not can_record_meeting(by, locked):
            raise PermissionDenied
        side = plan_side(by, locked)
        made = CycleMeeting.objects.create(cycle=locked, side=side, by=by, form_key=form_key, **written)
        _tell(made, by)
        sync_tasks(locked)
        return made

    said = {name: written[name] for name in ("talked", "decided")}
    return create_once(CycleMeeting, form_key, make, theirs={"cycle_id": cycle.pk, "by_id": by.pk}, said=said, alike=written)


def _tell(meeting, by):
    other = next(value for value in Participation.Side if value != meeting.side)
    decided = (
        f"決めたこと：{meeting.decided}"
        if meeting.decided
        else "記録は、画面で読めます。違うところは、書いた側に知らせてください。"
    )
    notify(
        cycle_audience(meeting.cycle, ROLE_OF[other]),
        title=f"「{meeting.cycle}」の打合せの記録が書かれました",
        body=decided,
        url=meeting.get_absolute_url(),
        key=f"meeting:{meeting.pk}",
        by=by,
    )


def written_in(meeting):
    """{name: value} of what a record says."""
    return {name: getattr(meeting, name) for name in WRITTEN}


@transaction.atomic
def edit_meeting(meeting, *, by, etag, **written):
    """Somebody of the side that wrote it puts a record right. written: WRITTEN. EditConflict where the same was changed meanwhile."""
    cycle = lock(meeting.cycle)
    meeting = CycleMeeting.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=meeting.pk)
    if not can_edit_meeting(by, meeting):
        raise PermissionDenied
    names = names_to_write(etag, written_in(meeting), written, meeting)
    if all(getattr(meeting, name) == written[name] for name in names):
        return meeting
    for name in names:
        setattr(meeting, name, written[name])
    meeting.save(update_fields=names)
    sync_tasks(cycle)
    return meeting
