"""去年決めたこと is ticked: done, or let go with a word why; the side that ticked it can take that back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import tell_undone
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import can_tick_decisions, cycle_audience, plan_side
from projects.cycles.actions import lock
from projects.cycles.models import ROLE_OF
from projects.entries.models import Participation

from .carried import decided_in
from .carried_models import SOURCES, CarryOver

Outcome = CarryOver.Outcome
TICKED = "この画面を開いたあとに、しるしが付けられました。いまのようすを確かめてください。"


@transaction.atomic
def tick_decision(cycle, key, *, by, outcome, note=""):
    """Say what became of a decision ("gap-5") in this year. outcome: of CarryOver.Outcome; `note` says why where it is let go.

    The other side is told of what is let go. EditConflict where somebody has said otherwise; the same word again changes nothing.
    """
    cycle = lock(cycle)
    if not can_tick_decisions(by, cycle):
        raise PermissionDenied
    decided = decided_in(cycle, key)
    if decided is None or (decided.outcome and (decided.outcome, decided.note) != (outcome, note)):
        raise EditConflict(TICKED, cycle)
    if decided.outcome:
        return
    side = plan_side(by, cycle)
    row = CarryOver.objects.create(
        cycle=cycle, outcome=outcome, note=note, side=side, by=by, **{f"{SOURCES[decided.kind]}_id": decided.pk}
    )
    sync_tasks(cycle, by=by, how=Task.How.TICK if outcome == Outcome.DONE else Task.How.DROPPED)
    if outcome == Outcome.DROPPED:
        other = next(value for value in Participation.Side if value != side)
        notify(
            cycle_audience(cycle, ROLE_OF[other]),
            title=f"「{cycle}」で決めたことのうち1つは、しないことになりました",
            body=f"決めたこと：{decided.text}\nわけ：{note}",
            url=cycle.get_absolute_url(),
            key=_event(row),
            by=by,
            wait=True,
        )


@transaction.atomic
def untick_decision(cycle, key, *, by):
    """The side that ticked a decision takes that back: it is to be done again. A second press finds it so."""
    cycle = lock(cycle)
    decided = decided_in(cycle, key)
    if not can_tick_decisions(by, cycle) or decided is None:
        raise PermissionDenied
    if not decided.outcome:
        return
    if decided.side != plan_side(by, cycle):
        raise PermissionDenied("しるしを付けた側の人だけが、外せます。")
    row = CarryOver.objects.get(**{f"{SOURCES[decided.kind]}_id": decided.pk})
    title = f"訂正：「{cycle}」で決めたことのうち1つは、まだ終わっていません"
    body = f"決めたこと：{decided.text}\n「しないこと」のしるしが外されました。"
    tell_undone(_event(row), by=by, title=title, body=body, url=cycle.get_absolute_url())
    row.delete()
    sync_tasks(cycle)


def _event(row):
    return f"carry-over:{row.cycle_id}:{row.pk}"
