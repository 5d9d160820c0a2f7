"""The ledger's own door: an entry comes in here straight from a department, and is put right. Adopted proposals: adoption_actions."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import as_read, fields_etag
from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from kyodo_portal.common.japanese.kana import kana_fold
from kyodo_portal.common.lists.search import doc
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.standing import Standing
from partners.models import Partner, PartnerKind
from projects.cycles.clock_actions import note_as_it_is
from projects.cycles.creation import new_cycle
from projects.entries.models import Participation, Project
from projects.entries.naming_actions import tell_groups
from projects.entries.news import announce_project
from projects.entries.number_actions import next_ledger_number
from projects.entries.search import refresh_search

from .access import can_edit_entry, can_enter_for
from .part_actions import hand_on

Side = Participation.Side
ABOUT = ("title", "kana", "form", "summary", "problem", "aim", "case")
OBJECTED = "団体から異議が出ています。事務局が決めるまで、公開できません。"
OVERTAKEN = "この画面を開いたあとに、この1件が直されました。いまの内容と見くらべて、もう一度保存してください。"


def add_participants(project, groups, offices):
    """Both sides' rows; the first of each side leads."""
    for side, partners in ((Side.GROUP, groups), (Side.CITY, offices)):
        for number, partner in enumerate(dict.fromkeys(partners)):
            row = Participation.objects.create(project=project, partner=partner, side=side, is_lead=number == 0)
            if side == Side.CITY:
                hand_on(row)


@transaction.atomic
def list_partner(*, by, name, kind, kana="", is_sample=False, is_collective=False, source_note=""):
    """A body that collaborates without having registered: it stands in the directory by name and kind, while a public entry names it.

    An individual does not stand there at all without consent, and is never taken for another one of the same name.
    """
    if not by.is_staff:
        raise PermissionDenied
    person = kind == PartnerKind.CITIZEN
    known = () if person else (Standing.REGISTERED, Standing.LISTED, Standing.DORMANT)
    partner = Partner.objects.filter(name=name, kind=kind, standing__in=known).first()
    if partner is not None:
        return partner
    partner = Partner.objects.create(
        name=name,
        kana=kana,
        kana_key=kana_fold(kana or name)[:200],
        kind=kind,
        is_collective=is_collective,
        standing=Standing.UNLISTED if person else Standing.LISTED,
        is_sample=is_sample,
        source_note=source_note,
        search_text=doc(name, kana, Partner(kind=kind).get_kind_display()),
    )
    record("enter", by=by, target=partner, note="台帳から名前を載せた")
    return partner


@transaction.atomic
def enter(*, by, title, summary="", form_key=None, **entry):
    """A collaboration that never had a proposal, entered by a department for itself or by the secretariat for any.

    entry: what `_enter` takes. The same `form_key` gives the same entry.
    """
    form_key = form_key or uuid.uuid4()
    said = {"title": title, "summary": summary}
    return create_once(
        Project,
        form_key,
        lambda: _enter(by=by, title=title, summary=summary, form_key=form_key, **entry),
        theirs={"created_by_id": by.pk},
        said=said,
    )


def _enter(
    *,
    by,
    title,
    form,
    partners,
    department,
    fiscal_year=None,
    summary="",
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
    also=(),
    place="",
    people=None,
    document_number="",
    extra=None,
    published=True,
    only_record=False,
    form_key,
    is_sample=False,
    source_note="",
    new_partner=None,
    case=None,
):
    """The entry, with the other side, the offices and its first year.

    partners: the other side, the leading one first. Money in yen. fiscal_year: the 年度 in which it takes place, None: this one.
    case: the story of a guideline that tells of this collaboration.
    new_partner: (name, kind) of a body that does not stand in the directory yet; it is listed by its name.
    only_record: whatever the form's way is, nobody has to do anything: it is what was done, also years ago.
    What needs no agreement is noted as it is at once: as going on, or, where nobody evaluates it, as over.
    also: codes of further forms. extra: {key: value} of what the form's own fields ask.
    """
    if not can_enter_for(by, department):
        raise PermissionDenied
    fiscal_year = this_year() if fiscal_year is None else fiscal_year
    partners = [*partners, *([list_partner(by=by, name=new_partner[0], kind=new_partner[1])] if new_partner else [])]
    if not partners:
        raise ValidationError({"partners": "相手の団体を選んでください。"})
    project = Project.objects.create(
        number=next_ledger_number(),
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
    add_participants(project, partners, [department, *co_departments])
    project.fields.set(fields)
    project.areas.set(areas)
    first, today = fiscal_span(fiscal_year)[0], timezone.localdate()
    if starts_on is None and not only_record and this_year() == fiscal_year:
        starts_on = max(first, min(today, ends_on or today))  # what is entered today is not late today
    cycle = new_cycle(
        project,
        fiscal_year,
        starts_on=starts_on,
        ends_on=ends_on,
        only_record=only_record,
        goal=goal,
        city_cost=city_cost,
        group_cost=group_cost,
        also=list(also),
        place=place,
        people=people,
        document_number=document_number,
        extra=extra or {},
    )
    refresh_search(project)
    announce_project(project)
    record("enter", by=by, target=project, note="課から")
    what = "台帳に入り、公開されました" if published else "台帳に入りました"
    tell_groups(project, by=by, what=f"あなたの団体の名前で、{{project}}が{what}", about=f"entered:{project.pk}")
    note_as_it_is(cycle, by=by)
    return project


def etag_of_entry(project):
    """The token of what the page of an entry shows: its texts and whether it is public."""
    return fields_etag(said_in(project))


def said_in(project):
    """{name: value as JSON knows it} of what the page of an entry shows. Two queries."""
    chosen = {"fields": project.fields, "areas": project.areas, "published": project.published_at is not None}
    return as_read({name: getattr(project, name) for name in ABOUT} | chosen)


@transaction.atomic
def edit_entry(project, *, by, published, etag, fields=(), areas=(), **values):
    """What an entry says of itself: title, kana, summary, problem, aim, form, case. History keeps what it said before.

    etag: `etag_of_entry` as the page was opened; what others changed since in other places stays, EditConflict when both changed
    the same, so that an old page never publishes what was taken out of public view.
    """
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if not can_edit_entry(by, locked):
        raise PermissionDenied
    said = {**values, "fields": fields, "areas": areas, "published": published}
    names = names_to_write(etag, said_in(locked), as_read(said), locked)
    published = published if "published" in names else locked.published_at is not None
    if published and locked.proposal_id is None and locked.objections.open().exists():
        raise ValidationError(OBJECTED)
    was = [getattr(locked, name) for name in ABOUT], bool(locked.published_at)
    for name in ABOUT:
        if name in names:
            setattr(locked, name, values[name])
    if bool(locked.published_at) != published:
        locked.published_at = timezone.now() if published else None
    locked.save()
    for name in {"fields", "areas"} & set(names):
        getattr(locked, name).set(said[name])
    refresh_search(locked)
    announce_project(locked)
    record("edit", by=by, target=locked)
    sync_tasks(*locked.cycles.all())
    now = [getattr(locked, name) for name in ABOUT], published
    if was != now:
        what = "{project}が公開されました" if published and not was[1] else "{project}の内容が直されました"
        what = f"あなたの団体の名前が出ている{what}"
        tell_groups(locked, by=by, what=what, about=f"edited:{locked.pk}", change=(was, now))
    return locked


def this_year():
    """The 年度 of today."""
    return fiscal_year(timezone.localdate())
