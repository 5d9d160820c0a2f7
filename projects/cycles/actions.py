"""What the steps of a year need before them and bring with them."""

from django.utils import timezone

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Press, Stale
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.act.actions import check_outcome, close, keep_before_close, reopen
from projects.cycles.plan.content import plan_read
from projects.cycles.plan.models import Agreement
from projects.entries.models import Project

from .current_actions import refresh_current_cycle
from .models import Cycle


def _agree(cycle, *, by, agreed_on=None, document_number="", **_):
    Agreement.objects.update_or_create(
        cycle=cycle,
        defaults={"agreed_on": agreed_on or timezone.localdate(), "document_number": document_number, "recorded_by": by},
    )


def _agree_no_more(cycle, **_):
    Agreement.objects.filter(cycle=cycle).delete()
    cycle._state.fields_cache.pop("agreement", None)


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


def _says_why(step, column):
    """{step: Hook} of a step that stops the year: everybody reads why, in `column`, until it is taken back. What the people of the
    matter are told is the step's reason, and stays with them."""

    def write(cycle, why):
        setattr(cycle, column, why)
        cycle.save(update_fields=[column, "updated_at"])

    return {
        step: Hook(
            keep=lambda cycle, **_: {"why": getattr(cycle, column)},
            prepare=lambda cycle, *, public_reason, **_: write(cycle, public_reason.strip()),
        ),
        f"undo_{step}": Hook(effect=lambda cycle, *, undone, **_: write(cycle, undone.kept.get("why", ""))),
    }


HOOKS = {
    **_says_why("suspend", "rests_because"),
    **_says_why("cancel", "ended_because"),
    **_says_why("call_off", "ended_because"),
    "*": Hook(effect=_touch),
    "agree": Hook(effect=_agree),
    "agree_on_paper": Hook(effect=_agree, reads=plan_read),
    "undo_agree_on_paper": Hook(effect=_agree_no_more),
    "start_small": Hook(reads=plan_read),
    "start_small_early": Hook(reads=plan_read),
    "close": Hook(keep=keep_before_close, prepare=check_outcome, effect=close),
    "undo_close": Hook(effect=reopen),
}
