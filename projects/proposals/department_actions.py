"""Which department a proposal is talked over with: put in charge, changed, asked besides; and taken back."""

from django.core.exceptions import ValidationError
from django.urls import reverse

from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.events import event_of
from kyodo_portal.process.untold import untold_presses
from partners.directory.access import people_of
from partners.models import Partner

from .conflicts.actions import forget_exclusions, note_exclusions
from .talk_models import TalkPart


def _department_now(proposal, **answers):
    return {"department": proposal.department_id}


def _set_department(proposal, *, department, **answers):
    # Before the step, because the step tells the department.
    proposal.department = department
    proposal.save(update_fields=["department", "updated_at"])


def _look_for_conflicts(proposal, *, by, **answers):
    note_exclusions(proposal, by=by, wait=True)


def _change_department(proposal, *, department, **answers):
    if department.pk == proposal.department_id:
        raise ValidationError({"department": f"いまの担当課も、{department}です。ほかの課を選んでください。"})
    _set_department(proposal, department=department)


def _who_is_in_charge(proposal, *, department, reason, **answers):
    return f"担当課：{department}\n理由：{reason}"


def _tell_former_department(proposal, *, by, department, reason, **answers):
    """Those who had it until now hear that it is no longer theirs; the step itself tells the new department and the group."""
    presses = untold_presses(proposal, "change_department")  # of the departments in between nobody has heard
    former = (presses or [proposal.last_step])[0].kept["department"]
    if former not in (None, department.pk):
        notify(
            people_of(Partner.objects.get(pk=former)),
            title=f"「{proposal}」の担当課は、{department}に替わりました",
            body=f"この提案について、することはありません。\n理由：{reason}",
            url=reverse("admin:index"),
            key=f"{event_of(proposal, proposal.version)}:former",
            by=by,
            wait=True,
        )
    note_exclusions(proposal, by=by, wait=True)


def department_as_before(proposal, *, by, undone, **answers):
    """A step is taken back that put a department in charge: the one that was there is again, whoever else was to stay away may act."""
    proposal.department_id = undone.kept["department"]
    proposal.save(update_fields=["department", "updated_at"])
    forget_exclusions(proposal, undone.at, by=by)


def _ask_also(proposal, *, by, other_department, **answers):
    TalkPart.objects.create(proposal=proposal, department=other_department, asked_by=by)


def _tell_asked(proposal, *, by, other_department, reason, **answers):
    """The department that is asked besides the one in charge hears of it; the step itself tells the group."""
    notify(
        people_of(other_department),
        title=f"「{proposal}」の協議に加わってください",
        body=f"頼まれた課：{other_department}\n理由：{reason}",
        url=reverse("admin:projects_proposal_change", args=[proposal.pk]),
        key=f"{event_of(proposal, proposal.version)}:asked",
        by=by,
        wait=True,
    )
    note_exclusions(proposal, by=by, wait=True)


def _not_asked_any_more(proposal, *, by, undone, **answers):
    TalkPart.objects.filter(proposal=proposal, department=undone.details["other_department"]).delete()
    forget_exclusions(proposal, undone.at, by=by)


HOOKS = {
    "start_talks": Hook(keep=_department_now, prepare=_set_department, effect=_look_for_conflicts),
    "undo_start_talks": Hook(effect=department_as_before),
    "change_department": Hook(
        overwrites="department",
        keep=_department_now,
        prepare=_change_department,
        notice=_who_is_in_charge,
        effect=_tell_former_department,
    ),
    "undo_change_department": Hook(effect=department_as_before),
    "also_ask": Hook(prepare=_ask_also, effect=_tell_asked),
    "undo_also_ask": Hook(effect=_not_asked_any_more),
}
