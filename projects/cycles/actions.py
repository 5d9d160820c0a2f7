"""What the steps of a year need before them and bring with them."""

from django.utils import timezone

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Press, Stale
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.act.actions import check_outcome, close
from projects.cycles.plan.models import Agreement
from projects.entries.models import Project

from .current_actions import refresh_current_cycle
from .models import Cycle


def _agree(cycle, *, by, agreed_on=None, document_number="", **_):
    Agreement.objects.update_or_create(
        cycle=cycle,
        defaults={"agreed_on": agreed_on or timezone.localdate(), "document_number": document_number, "recorded_by": by},
    )


def sync(cycle, *, by=None):
    """Let the system take what both sides together have made ripe: agreement, opening of the answers. Otherwise one side has done
    its part (`by`), and is waited for no longer.
    """
    row = cycle.process.ripe(cycle)
    if row:
        return take_step(cycle, row.name, by=None, version=cycle.version)
    sync_tasks(cycle, by=by)
    return cycle


def lock(cycle, version=None, *, step="", by=None):
    """The cycle's row, held until the transaction ends: whoever else writes to this cycle waits. Stale if it moved since `version`.

    step, by: what is about to be taken by whom, so that the second press of the button is known as such.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if version is not None and locked.version != version:
        raise Stale(locked, Press(step, by, version))
    return locked


def _touch(cycle, **_):
    """Lists put what moved first, and show the year that everybody reads from this step on."""
    Project.objects.filter(pk=cycle.project_id).update(updated_at=timezone.now())  # and holds the row
    refresh_current_cycle(cycle.project_id)


def _say_why(cycle, *, public_reason="", **_):
    """Everybody reads why it stopped. What the people of the matter are told is the step's reason, and stays with them."""
    cycle.stopped_because = (public_reason or "").strip()
    cycle.save(update_fields=["stopped_because", "updated_at"])


def _goes_on(cycle, **_):
    _say_why(cycle)


HOOKS = {
    **dict.fromkeys(("suspend", "cancel", "call_off"), Hook(prepare=_say_why)),
    "resume": Hook(prepare=_goes_on),
    "*": Hook(effect=_touch),
    "agree": Hook(effect=_agree),
    "agree_on_paper": Hook(effect=_agree),
    "close": Hook(prepare=check_outcome, effect=close),
}
