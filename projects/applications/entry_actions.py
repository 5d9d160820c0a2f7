"""What an approval makes in the ledger, what its end does there, and how both are taken back."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from guidelines.models import CollaborationForm
from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.own_words import own_words, own_words_said
from kyodo_portal.notices.news import withdraw_news
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.photo_actions import forget_photos
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from projects.cycles.creation import new_cycle
from projects.cycles.current_actions import refresh_current_cycle
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project
from projects.entries.news import announce_project, source_of
from projects.entries.number_actions import next_ledger_number
from projects.entries.search import refresh_search
from projects.ledger.actions import add_participants
from projects.ledger.photos import PROJECT
from projects.specs.asking import joined

from .asked import AS_COLUMN

NO_FORM = own_words_said("協働の形態「{form}」が、市のガイドラインにありません。先に形態を入れてから、承認を記録してください。")
CALLED_OFF = "団体から、中止の届けがあったためです。"
REVOKED = own_words("市の承認が取り消されたためです。")


def form_of(spec):
    """The CollaborationForm of this FormSpec: its own, else the first of the common kind that the city offers. None: it offers none."""
    return spec.form or CollaborationForm.objects.offered().filter(code=spec.code).first()


def open_entry(application, *, by):
    """The year of an approved application: of the entry of the one that it was copied from, else of a new entry.

    Public once the notices of the approval go out. The clock notes that it goes on, once its day has come.
    """
    year = fiscal_year(application.starts_on)
    project = _former_entry(application, year) or new_entry(
        application, form=_form_for(application), department=application.department, by=by, note="申請の承認から"
    )
    application.cycle = new_cycle(
        project,
        year,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        spec=application.spec,
        place=application.place,
        document_number=application.document_number,
        extra=_said_there(application),
    )
    refresh_search(project)
    application.save(update_fields=["cycle"])


def _said_there(application):
    """What the year says of its form's own fields: those of the application, and what it asks as a column."""
    keys = set(application.spec.fields.values_list("key", flat=True))
    columns = {key: getattr(application, name) for key, name in AS_COLUMN.items() if key in keys}
    return application.extra | {key: value for key, value in columns.items() if value is not None}


def move_entry(application, *, former):
    """A change of the application holds, or holds no more: the year in the ledger says so too, as long as it is open.

    former: the application as it read before. The entry's name follows where it was this application's, and no other year has it.
    """
    cycle = _open_cycle(application)
    if cycle is None:
        return
    cycle.starts_on, cycle.ends_on, cycle.place = application.starts_on, application.ends_on, application.place
    cycle.extra = joined(cycle.extra, dict.fromkeys(_said_there(former)) | _said_there(application))
    cycle.save(update_fields=["starts_on", "ends_on", "place", "extra", "updated_at"])
    project = Project.objects.select_for_update().get(pk=cycle.project_id)
    if project.title == former.title != application.title and project.cycles.count() == 1:
        project.title = application.title
        project.save(update_fields=["title", "updated_at"])
    refresh_search(project)
    sync_tasks(cycle)


def _former_entry(application, year):
    """The entry of last year's application, where it stands and has no such year yet."""
    former = application.previous
    if former is None or former.cycle is None:
        return None
    project = Project.objects.select_for_update().get(pk=former.cycle.project_id)
    return project if project.stands and not project.cycles.filter(fiscal_year=year).exists() else None


def _form_for(application):
    form = form_of(application.spec)
    if form is None:
        raise ValidationError(NO_FORM.format(form=application.spec.title))
    return form


def new_entry(matter, *, form, department, by, note):
    """The entry of what a group (`matter.partner`) does with an office of the city: an application or a grant. Public once the
    notices of the step go out.
    """
    project = Project.objects.create(
        number=next_ledger_number(),
        title=matter.title,
        form=form,
        summary=f"{matter.partner.public_name}の活動です。{department.name}が「{form.title}」の形で加わります。"[:200],
        created_by=by,
        published_at=timezone.now() + waiting_time(),
        is_sample=matter.is_sample,
    )
    add_participants(project, [matter.partner], [department])
    project.fields.set(matter.partner.fields.all())
    project.areas.set(matter.partner.areas.all())
    announce_project(project)
    record("enter", by=by, target=project, note=note)
    return project


def take_out_entry(application, *, by, note="申請の承認を取り消した"):
    """The approval (or the decision of a grant) does not hold: its year goes, and the entry with it where it was made for it.
    Nobody has written in it.
    """
    cycle = application.cycle
    if cycle is None:
        return
    project = cycle.project
    application.cycle = None
    application.save(update_fields=["cycle"])
    forget_tasks(cycle)
    Project.objects.filter(pk=project.pk).update(current_cycle=None)
    cycle.delete()
    if project.cycles.exists():
        refresh_current_cycle(project.pk)
        refresh_search(project)
        return
    record("delete", by=by, target=project, note=note)
    forget_photos(PROJECT.key, [project.pk])
    withdraw_news(source_of(project.pk))
    project.delete()


def end_entry(application, *, by):
    """It is over: so is its year in the ledger, or both sides look back at it, where its form says so. Tells nobody besides."""
    cycle = _open_cycle(application)
    if cycle is None or not cycle.has_come:
        return
    if cycle.is_evaluated:
        if cycle.status == CYCLE.start:
            cycle = take_step(cycle, "note", by=None, pressed_by=by, version=cycle.version)
        if cycle.status in CYCLE.step("to_check").source:
            take_step(cycle, "to_check", by=by, version=cycle.version)
    elif cycle.status in CYCLE.step("over_with").source:
        take_step(cycle, "over_with", by=None, pressed_by=by, version=cycle.version)


def cancel_entry(application, *, by, public_reason):
    """Called off or revoked: the year in the ledger is cancelled, with a reason that everybody may read."""
    cycle = _open_cycle(application)
    if cycle is not None and cycle.status in CYCLE.step("off_with").source:
        said = {"reason": public_reason, "public_reason": public_reason}
        take_step(cycle, "off_with", by=None, pressed_by=by, version=cycle.version, **said)


def entry_goes_back(application, *, by, reason):
    """Where the end is taken back, the year stands where it stood before, if nothing followed there."""
    cycle = application.cycle
    if cycle is None or cycle.last_step is None:
        return
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    step = cycle.last_step.step
    if step in ("over_with", "off_with"):
        take_step(cycle, f"undo_{step}", by=None, pressed_by=by, version=cycle.version, reason=reason)
    elif step == "to_check":
        take_step(cycle, "undo_to_check", by=by, version=cycle.version, reason=reason)


def _open_cycle(application):
    return Cycle.objects.select_related("spec").filter(pk=application.cycle_id).exclude(status__in=CYCLE.ends).first()
