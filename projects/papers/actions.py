"""Papers are handed in, described anew, replaced and withdrawn. Nothing is deleted: what somebody has read stays with both sides."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from projects.cycles.access import plan_side
from projects.cycles.actions import lock

from .access import can_add_paper, can_change_paper
from .models import Paper

MOST = 30
FULL = f"この年度の書類は{MOST}までです。要らなくなったものを取り下げてから、加えてください。"
LATE = "この画面を開いたあとに、この書類が差し替えられたか、取り下げられました。いまのようすを確かめてください。"
DESCRIBED = ("label", "dated_on", "is_public")


@files_first("file")
@transaction.atomic
def add_paper(cycle, *, by, file, form_key, kind, label="", dated_on=None, is_public=False, meeting=None):
    """Keep one accepted upload (common.files.Accepted) with a year, or with one of its meetings. Sent twice with one key, it stands once."""
    owner = {"cycle": None if meeting else cycle, "meeting": meeting}

    def make():
        locked = lock(cycle)
        if not can_add_paper(by, locked):
            raise PermissionDenied
        if Paper.objects.of_year(locked).standing().count() >= MOST:
            raise ValidationError(FULL)
        return _keep(locked, by, file, form_key, kind=kind, label=label, dated_on=dated_on, is_public=is_public, **owner)

    return create_once(Paper, form_key, make, theirs={"uploaded_by_id": by.pk})


def _keep(year, by, file, form_key, **columns):
    """keep_file for a paper: each press of a fresh form is a paper of its own, and the trail says what was handed in."""
    made = keep_file(Paper, file, by=by, form_key=form_key, side=plan_side(by, year), **columns)
    record("edit", by=by, target=year, note=f"書類 {made.pk}を出した")
    return made


def _held(paper, by):
    """The year's row and the paper's, both held; PermissionDenied for the other side, EditConflict where it holds no more."""
    cycle = lock(paper.year)
    held = Paper.objects.select_for_update(of=("self",)).select_related("cycle", "meeting__cycle").get(pk=paper.pk)
    if not held.stands:
        raise EditConflict(LATE, held)
    if not can_change_paper(by, held):
        raise PermissionDenied
    return cycle, held


@files_first("file")
@transaction.atomic
def replace_paper(paper, *, by, file, form_key, label="", dated_on=None, is_public=False):
    """A newer version in this one's place; the former one stays with both sides, and is public no more."""

    def make():
        cycle, held = _held(paper, by)
        owner = {"cycle_id": held.cycle_id, "meeting_id": held.meeting_id}
        columns = {"kind": held.kind, "label": label, "dated_on": dated_on, "is_public": is_public, "replaces": held}
        made = _keep(cycle, by, file, form_key, **owner, **columns)
        off_the_page("project", cycle.project_id)
        return made

    return create_once(Paper, form_key, make, theirs={"uploaded_by_id": by.pk})


def etag_of_paper(paper):
    """The edit token of a paper's description."""
    return fields_etag(described(paper))


def described(paper):
    """{name: value} of what its side says of a paper."""
    return {name: getattr(paper, name) for name in DESCRIBED}


@transaction.atomic
def describe_paper(paper, *, by, etag, label, dated_on, is_public):
    """Another name or day, or another word on whether everybody reads it. EditConflict where somebody was faster."""
    cycle, held = _held(paper, by)
    wanted = {"label": label, "dated_on": dated_on, "is_public": is_public}
    wanted = {name: wanted[name] for name in names_to_write(etag, described(held), wanted, held)}
    if all(getattr(held, name) == value for name, value in wanted.items()):
        return held
    Paper.objects.filter(pk=held.pk).update(**wanted)
    record("edit", by=by, target=cycle, note=f"書類 {held.pk}の説明を直した")
    if held.is_public and not wanted.get("is_public", True):
        off_the_page("project", cycle.project_id)
    return held


@transaction.atomic
def withdraw_paper(paper, *, by, why):
    """It holds no more: it stays with both sides, with the reason, and nobody else reads it. A second press finds it so."""
    cycle = lock(paper.year)
    held = Paper.objects.select_for_update(of=("self",)).select_related("cycle", "meeting__cycle").get(pk=paper.pk)
    if held.removed_at and held.removed_by_id == by.pk:
        return
    cycle, held = _held(paper, by)
    Paper.objects.filter(pk=held.pk).update(removed_at=timezone.now(), removed_by=by, removed_why=why)
    record("edit", by=by, target=cycle, note=f"書類 {held.pk}を取り下げた")
    off_the_page("project", cycle.project_id)
