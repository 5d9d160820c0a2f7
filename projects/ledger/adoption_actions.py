"""How an adopted proposal comes into the ledger."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.models import CollaborationForm
from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.news import withdraw_news
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.photo_actions import forget_photos
from kyodo_portal.process.task_actions import forget_tasks
from partners.models import Partner
from projects.cycles.creation import copy_goals, copy_plan, income_of, new_cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project
from projects.entries.news import announce_project, source_of
from projects.entries.number_actions import next_ledger_number
from projects.entries.search import refresh_search

from .actions import add_participants
from .photos import PROJECT

NO_FORM = own_words("協働の形態がまだ登録されていません。先に、市のガイドラインに形態を入れてください。")


def _form_for(proposal):
    """The form that the decision names; otherwise a grant where money was granted, a cooperation where none was."""
    decision = proposal.recorded_decision
    if decision is not None and decision.form:
        return decision.form
    offered = list(CollaborationForm.objects.offered())
    wished = "grant" if decision is not None and decision.amount else "cooperation"
    form = next((form for form in offered if form.code == wished), offered[0] if offered else None)
    if form is None:
        raise ValidationError(NO_FORM)
    return form


@transaction.atomic
def open_from_proposal(proposal, *, by, again=None):
    """The ledger entry of an adopted proposal with its first cycle, published when the notices of the step go out. Called inside the step `adopt`.

    Of what the group wrote only what it promised on sending becomes public: name, group and 「ひとことで言うと」. No answer is
    copied: 取り組む理由 and めざす姿 stay empty until the department writes them with the group.

    The department leads on the city's side: the one that took part in the talks, else the one that the group wished for, else the
    secretariat. again: {"pk", "number", "cycle", "published_at"} of the entry that was taken out by mistake. A second call gives the same entry: a result that was corrected takes up the year that was called off meanwhile.
    """
    decision = proposal.recorded_decision
    known = Project.objects.filter(proposal=proposal).first()
    if known is not None:
        return _taken_up_again(known, proposal, decision, by)
    stood = (again or {}).get("published_at")
    project = Project.objects.create(
        pk=(again or {}).get("pk"),
        number=(again or {}).get("number") or next_ledger_number(),
        title=proposal.title,
        form=_form_for(proposal),
        proposal=proposal,
        summary=proposal.summary,
        # Everybody reads of it once its group was told.
        published_at=datetime.datetime.fromisoformat(stood) if stood else timezone.now() + waiting_time(),
        is_sample=proposal.call.is_sample,
        created_by=by,
    )
    joined = Partner.objects.filter(joint_groups__proposal=proposal, joint_groups__state="accepted").order_by("pk")
    office = proposal.department or proposal.wished_department
    offices = [office] if office else list(Partner.objects.filter(office=Partner.Office.SECRETARIAT).order_by("pk")[:1])
    add_participants(project, [proposal.partner, *joined], offices)
    project.fields.set(proposal.partner.fields.all())
    project.areas.set(proposal.partner.areas.all())
    refresh_search(project)
    announce_project(project)
    city, group = income_of(proposal.budget_lines.all())
    if decision is not None and decision.amount is not None:
        city = decision.amount
    cycle = new_cycle(
        project,
        proposal.call.fiscal_year,
        pk=(again or {}).get("cycle"),
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        city_cost=city,
        group_cost=group,
    )
    copy_plan(proposal, cycle)
    copy_goals(proposal.planned_goals.all(), cycle)
    record("enter", by=by, target=project, note="採択から")
    return project


def _taken_up_again(project, proposal, decision, by):
    """The entry of a proposal that was adopted before: with the form and the city's money of the corrected decision."""
    call_on(proposal, by=by)
    if decision is not None and decision.form:
        project.form = decision.form
        project.save(update_fields=["form", "updated_at"])
        refresh_search(project)
    if decision is not None and decision.amount is not None:
        project.cycles.filter(fiscal_year=proposal.call.fiscal_year).update(city_cost=decision.amount, updated_at=timezone.now())
    return project


def take_out(proposal, *, by, reason):
    """The result that brought a proposal into the ledger does not hold: the entry goes, or, where somebody has worked on it
    already, its first year is called off.
    """
    project = getattr(proposal, "project", None)
    if project is None:
        return
    if not project.is_as_made:
        call_off(proposal, by=by, reason=reason, public_reason=CORRECTED)
        return
    record("delete", by=by, target=project, note="採択の結果を取り消した")
    for cycle in project.cycles.all():
        forget_tasks(cycle)
    forget_photos(PROJECT.key, [project.pk])
    Project.objects.filter(pk=project.pk).update(current_cycle=None)
    withdraw_news(source_of(project.pk))
    project.delete()
    proposal._state.fields_cache.pop("project", None)


CORRECTED = "審査の結果が訂正されたためです。"
RENOUNCED = "団体から、採択を辞退する申し出があったためです。"


def call_off(proposal, *, by, reason, public_reason=RENOUNCED, **answers):
    """辞退 and 失効 end the ledger entry too: its first year, which had not begun, is cancelled with the same reason.

    Everybody reads the public one beside it; what a group writes of its 辞退 stays inside.
    """
    project = getattr(proposal, "project", None)
    for cycle in project.cycles.filter(status=CYCLE.start) if project else ():
        said = {"reason": reason, "public_reason": public_reason}
        take_step(cycle, "call_off", by=None, pressed_by=by, version=cycle.version, **said)


def call_on(proposal, *, by, reason="", **answers):
    """Where that is taken back, the year that was cancelled with it is prepared again. Also when a corrected result is told."""
    project = getattr(proposal, "project", None)
    for cycle in project.cycles.all() if project else ():
        if cycle.last_step is not None and cycle.last_step.step == "call_off":
            take_step(cycle, "undo_call_off", by=None, pressed_by=by, version=cycle.version, reason=reason)
