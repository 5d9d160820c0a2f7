"""Plan: goals, indicators, role shares and money of one year, written by both sides, agreed by both, then frozen."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import can_confirm_plan, can_edit_plan, cycle_audience, plan_side
from projects.cycles.actions import lock, sync
from projects.cycles.both_sides import refuse_both_sides
from projects.entries.models import Participation

from .content import plan_of, planned
from .content_actions import refuse_days, write_plan
from .models import PlanConfirmation

Side = Participation.Side


READ_IT = "計画を読んで、よければ「この計画でよい」を押してください。直したいところは、書き直せます。"
OVERTAKEN = "ほかの人か、あなたの別の画面が先に直しました。新しい内容を下に出しています。見くらべて、もう一度保存してください。"


@transaction.atomic
def save_plan(cycle, *, by, etag, **written):
    """Write the whole plan while it is prepared; later it changes by a request alone (do/change_actions.py).

    etag: the token of the plan that the page showed. written: what `content.planned` takes. A change takes back both
    confirmations and tells the other side. Returns the cycle; EditConflict when somebody was faster, ValidationError for days
    outside the year.
    """
    cycle = lock(cycle)
    if not can_edit_plan(by, cycle):
        raise PermissionDenied
    before, after = plan_of(cycle), planned(cycle, **written)
    if after == before:
        return cycle
    if etag != etag_of(before):  # asked last: the second press of a double click writes what stands already
        raise EditConflict(OVERTAKEN, cycle)
    refuse_days(cycle, after)
    write_plan(cycle, after)
    record("edit", by=by, target=cycle, note="計画")
    confirmed = cycle.confirmations.exists()
    cycle.confirmations.all().delete()
    sync_tasks(cycle)
    body = "計画が変わったので、「この計画でよい」はもう一度押してください。" if confirmed else READ_IT
    _tell_others(cycle, by, "計画が直されました", body, (before, after))
    return cycle


def _tell_others(cycle, by, what, body, change):
    others = "department" if plan_side(by, cycle) == Side.GROUP else "applicant"
    tell_later(
        cycle_audience(cycle, others),
        about=f"plan:{cycle.pk}:{others}",
        change=change,
        by=by,
        title=f"「{cycle}」の{what}",
        body=body,
        url=cycle.get_absolute_url(),
    )


@transaction.atomic
def confirm_plan(cycle, *, by, etag):
    """One side says 「この計画でよい」 of the plan it saw. With both in, the system takes the step `agree`."""
    cycle = lock(cycle)
    if not can_confirm_plan(by, cycle):
        raise PermissionDenied
    if etag != etag_of(plan_of(cycle)):
        raise EditConflict(OVERTAKEN, cycle)
    if not cycle.has_what_it_needs:
        raise ValidationError("先に、この年度の目標と役割分担を入れてください。")
    side = plan_side(by, cycle)
    refuse_both_sides(cycle.confirmations, side, by=by, what="この計画への「この計画でよい」")
    PlanConfirmation.objects.get_or_create(cycle=cycle, side=side, defaults={"by": by})
    return sync(cycle, by=by)


@transaction.atomic
def take_back_confirmation(cycle, *, by):
    """One side's 「この計画でよい」 was pressed by mistake, and the other side has not said it yet. Pressed twice it does nothing more."""
    cycle = lock(cycle)
    if not can_confirm_plan(by, cycle):
        raise PermissionDenied
    taken, _ = cycle.confirmations.filter(side=plan_side(by, cycle)).delete()
    if taken:
        record("edit", by=by, target=cycle, note="「この計画でよい」の取り消し")
        sync_tasks(cycle)
    return cycle
