"""The ledger's own door: every entry comes in here, from an adopted proposal or straight from a department."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.models import CollaborationForm
from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from kyodo_portal.common.lists.search import doc
from kyodo_portal.process.actions import take_step
from partners.directory.standing import Standing
from partners.models import Partner
from projects.cycles.creation import copy_plan, income_of, new_cycle
from projects.entries.models import Participation, Project
from projects.entries.search import refresh_search

from .access import can_edit_entry, can_enter_for

Side = Participation.Side
NO_FORM = "協働の形態がまだ登録されていません。先に、市のガイドラインに形態を入れてください。"


def _join(project, groups, offices):
    """Both sides' rows; the first of each side leads."""
    for side, partners in ((Side.GROUP, groups), (Side.CITY, offices)):
        for number, partner in enumerate(dict.fromkeys(partners)):
            Participation.objects.create(project=project, partner=partner, side=side, is_lead=number == 0)


def _form_for(proposal):
    """The form that the decision names; otherwise a grant where money was granted, a cooperation where none was."""
    decision = proposal.recorded_decision
    if decision is not None and decision.form:
        return decision.form
    offered = list(CollaborationForm.objects.offered().filter(small=False))
    wished = "grant" if decision is not None and decision.amount else "cooperation"
    found = next((form for form in offered if form.code == wished), offered[0] if offered else None)
    if found is None:
        raise ValidationError(NO_FORM)
    return found


def _first_answer(proposal, section):
    rows = (
        proposal.answers.filter(question__section=section, question__kind="text")
        .exclude(text="")
        .order_by("question__order", "question_id")
    )
    return next((row.text for row in rows[:1]), "")


@transaction.atomic
def open_from_proposal(proposal, *, by):
    """The ledger entry of an adopted proposal with its first cycle, published at once. Called inside the step `adopt`.

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
        problem=_first_answer(proposal, "idea"),
        published_at=timezone.now(),
        is_sample=proposal.call.is_sample,
        created_by=by,
    )
    office = proposal.department or proposal.wished_department
    offices = [office] if office else list(Partner.objects.filter(office=Partner.Office.SECRETARIAT).order_by("pk")[:1])
    _join(project, [proposal.partner, *proposal.co_partners.order_by("pk")], offices)
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


@transaction.atomic
def list_partner(*, by, name, kind, kana="", is_sample=False, source_note=""):
    """A body that collaborates without having registered: it stands in the directory by name and kind only."""
    if not by.is_staff:
        raise PermissionDenied
    known = (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)
    found = Partner.objects.filter(name=name, kind=kind, standing__in=known).first()
    if found is not None:
        return found
    partner = Partner.objects.create(
        name=name,
        kana=kana,
        kind=kind,
        standing=Standing.LISTED,
        is_sample=is_sample,
        source_note=source_note,
        search_text=doc(name, kana, Partner(kind=kind).get_kind_display()),
    )
    record("enter", by=by, target=partner, note="台帳から名前を載せた")
    return partner


@transaction.atomic
def enter(
    *,
    by,
    title,
    form,
    partners,
    department,
    fiscal_year,
    summary,
    starts_on=None,
    ends_on=None,
    kana="",
    problem="",
    aim="",
    goal="",
    city_cost=None,
    group_cost=None,
    fields=(),
    areas=(),
    co_departments=(),
    published=True,
    is_over=False,
    form_key=None,
    is_sample=False,
    source_note="",
    new_partner=None,
    case=None,
):
    """A collaboration that never had a proposal, entered by a department for itself or by the secretariat for any.

    partners: the other side, the leading one first. Money in yen. fiscal_year: the 年度 in which it takes place.
    case: the story of a guideline that tells of this collaboration.
    new_partner: (name, kind) of a body that does not stand in the directory yet; it is listed by its name.
    is_over: a form with the short way (後援 …) is carried through to 見直し at once. The same `form_key` gives the same entry.
    """
    form_key = form_key or uuid.uuid4()
    known = Project.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    if not can_enter_for(by, department):
        raise PermissionDenied
    if is_over and not form.small:
        raise ValidationError({"is_over": "終わったものとして入れられるのは、手続きの短い形態（後援など）だけです。"})
    partners = [*partners, *([list_partner(by=by, name=new_partner[0], kind=new_partner[1])] if new_partner else [])]
    if not partners:
        raise ValidationError({"partners": "相手の団体を選んでください。"})
    project = Project.objects.create(
        title=title,
        kana=kana,
        form=form,
        summary=summary,
        problem=problem,
        aim=aim,
        created_by=by,
        form_key=form_key,
        published_at=timezone.now() if published else None,
        is_sample=is_sample,
        source_note=source_note,
        case=case,
    )
    _join(project, partners, [department, *co_departments])
    project.fields.set(fields)
    project.areas.set(areas)
    refresh_search(project)
    first, today = fiscal_span(fiscal_year)[0], timezone.localdate()
    if starts_on is None and not is_over and this_year() == fiscal_year:
        starts_on = max(first, min(today, ends_on or today))  # what is entered today is not late today
    cycle = new_cycle(
        project, fiscal_year, starts_on=starts_on, ends_on=ends_on, goal=goal, city_cost=city_cost, group_cost=group_cost
    )
    record("enter", by=by, target=project, note="課から")
    if is_over:
        for step in ("start_small", "finish_small"):
            cycle = take_step(cycle, step, by=by, version=cycle.version)
    return project


@transaction.atomic
def edit_entry(project, *, by, published, fields=(), areas=(), **values):
    """What an entry says of itself: title, kana, summary, problem, aim, form, case. History keeps what it said before."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if not can_edit_entry(by, locked):
        raise PermissionDenied
    for name in ("title", "kana", "form", "summary", "problem", "aim", "case"):
        if name in values:
            setattr(locked, name, values[name])
    if bool(locked.published_at) != published:
        locked.published_at = timezone.now() if published else None
    locked.save()
    locked.fields.set(fields)
    locked.areas.set(areas)
    refresh_search(locked)
    record("edit", by=by, target=locked)
    return locked


def this_year():
    """The 年度 of today."""
    return fiscal_year(timezone.localdate())
