"""How an adopted proposal comes into the ledger."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.models import CollaborationForm
from kyodo_portal.audit.actions import record
from partners.models import Partner
from projects.cycles.creation import copy_plan, income_of, new_cycle
from projects.entries.models import Project
from projects.entries.search import refresh_search

from .actions import add_participants

NO_FORM = "協働の形態がまだ登録されていません。先に、市のガイドラインに形態を入れてください。"


def _form_for(proposal):
    """The form that the decision names; otherwise a grant where money was granted, a cooperation where none was."""
    decision = proposal.recorded_decision
    if decision is not None and decision.form:
        return decision.form
    offered = list(CollaborationForm.objects.offered().filter(small=False))
    wished = "grant" if decision is not None and decision.amount else "cooperation"
    form = next((form for form in offered if form.code == wished), offered[0] if offered else None)
    if form is None:
        raise ValidationError(NO_FORM)
    return form


@transaction.atomic
def open_from_proposal(proposal, *, by):
    """The ledger entry of an adopted proposal with its first cycle, published at once. Called inside the step `adopt`.

    Of what the group wrote only what it promised on sending becomes public: name, group and 「ひとことで言うと」. No answer is
    copied: 取り組む理由 and めざす姿 stay empty until the department writes them with the group.

    The department leads on the city's side: the one that took part in the talks, else the one that the group wished for, else the
    secretariat. A second call gives the same entry.
    """
    known = Project.objects.filter(proposal=proposal).first()
    if known is not None:
        return known
    decision = proposal.recorded_decision
    project = Project.objects.create(
        title=proposal.title,
        form=_form_for(proposal),
        proposal=proposal,
        summary=proposal.summary,
        published_at=timezone.now(),
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
    city, group = income_of(proposal.budget_lines.all())
    if decision is not None and decision.amount is not None:
        city = decision.amount
    cycle = new_cycle(
        project,
        proposal.call.fiscal_year,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        city_cost=city,
        group_cost=group,
    )
    copy_plan(proposal, cycle)
    record("enter", by=by, target=project, note="採択から")
    return project
