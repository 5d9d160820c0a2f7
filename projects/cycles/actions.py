"""What the steps of a year need before them and bring with them."""

from django.utils import timezone

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Press, Stale
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.act.actions import (
    check_outcome,
    close,
    keep_before_close,
    keep_review,
    refuse_behind_the_list,
    reopen,
    review_anew,
    review_as_it_was,
)
from projects.cycles.check.models import EvaluationTalk, KeptPrinciple
from projects.cycles.plan.content import plan_read
from projects.cycles.plan.models import Agreement
from projects.entries.models import Project
from projects.entries.search import refresh_search

from .access import evaluation_side, plan_side
from .current_actions import refresh_current_cycle
from .models import Cycle
from .windows import without_window


def _agree(cycle, *, by, agreed_on=None, document_number="", **_):
    Agreement.objects.update_or_create(
        cycle=cycle,
        defaults={"agreed_on": agreed_on or timezone.localdate(), "document_number": document_number, "recorded_by": by},
    )


def _agree_no_more(cycle, **_):
    Agreement.objects.filter(cycle=cycle).delete()
    cycle._state.fields_cache.pop("agreement", None)


def _own_yes_back(cycle, *, by, **_):
    """The agreement goes with the yes of whoever takes it back; that of the other side stands."""
    _agree_no_more(cycle)
    cycle.confirmations.filter(side=plan_side(by, cycle)).delete()


def _own_evaluation_back(cycle, *, by, **_):
    """Nobody has read the other's answers yet: those of one's own side are a draft again, the other side's are handed in."""
    side = evaluation_side(by, cycle)
    cycle.evaluations.filter(side=side).update(submitted_at=None, updated_at=timezone.now())


def _talk_back(cycle, **_):
    """What was recorded stands no more, and is where the next record starts from."""
    EvaluationTalk.objects.filter(cycle=cycle).update(taken_back_at=timezone.now())
    KeptPrinciple.objects.filter(cycle=cycle).delete()
    cycle._state.fields_cache.pop("evaluation_talk", None)


def _record_from_now(cycle, **_):
    cycle.only_record = True
    cycle.save(update_fields=["only_record", "updated_at"])


def _no_record_any_more(cycle, **_):
    cycle.only_record = False
    cycle.save(update_fields=["only_record", "updated_at"])


def sync(cycle, *, by=None):
    """Let the system take what both sides together have made ripe: agreement, opening of the answers. Otherwise one side has done
    its part (`by`), and is waited for no longer.
    """
    row = cycle.process.ripe(cycle)
    if row:
        return take_step(cycle, row.name, by=None, version=cycle.version, pressed_by=by)
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


def _touch(cycle, *, undone=None, **_):
    """Lists put what moved first, and show the year that everybody reads from this step on; what was decided goes to the year that
    is open after it."""
    Project.objects.filter(pk=cycle.project_id).update(updated_at=timezone.now())  # and holds the row
    refresh_current_cycle(cycle.project_id)
    if cycle.extra or cycle.place:  # found once everybody reads them
        refresh_search(cycle.project)
    if undone or cycle.state.stage not in ("plan", "do"):
        later = cycle.project.cycles.filter(fiscal_year__gt=cycle.fiscal_year).exclude(status__in=cycle.process.ends)
        sync_tasks(*later)


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
    **_says_why("off_with", "ended_because"),
    "*": Hook(effect=_touch),
    "agree": Hook(effect=_agree),
    "undo_agree": Hook(effect=_own_yes_back),
    "undo_open_answers": Hook(effect=_own_evaluation_back),
    "undo_open_short": Hook(effect=_own_evaluation_back),
    "undo_talk": Hook(effect=_talk_back),
    "agree_on_paper": Hook(effect=_agree, reads=plan_read),
    "undo_agree_on_paper": Hook(effect=_agree_no_more),
    "start": Hook(warns=without_window),
    "start_early": Hook(warns=without_window),
    "only_record": Hook(prepare=_record_from_now),
    "undo_only_record": Hook(prepare=_no_record_any_more),
    "reopen": Hook(keep=keep_review, prepare=refuse_behind_the_list, effect=review_anew),
    "undo_reopen": Hook(effect=review_as_it_was),
    "close": Hook(keep=keep_before_close, prepare=check_outcome, effect=close),
    "undo_close": Hook(effect=reopen),
}
