"""A draft is begun and written; both sides have said yes, and it becomes a case of the city's own guideline."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from guidelines.models import CaseStudy, Guideline, Topic
from guidelines.revisions.actions import open_revision
from guidelines.revisions.row_codec import stored_row
from kyodo_portal.audit.actions import record
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from projects.entries.models import Project

from .access import can_begin_case, can_write_case
from .models import CaseDraft
from .record import library_row
from .workflow import CASE

NO_GUIDELINE = own_words("市のガイドラインが公開されていないので、載せるところがありません。先にガイドラインを公開してください。")


def written(draft):
    """{column: value} of what people write in a draft."""
    return {name: getattr(draft, name) for name in draft.WRITTEN}


@transaction.atomic
def begin_case(project, *, by, form_key, **values):
    """A draft for this entry, with the words of CaseDraft.WRITTEN. PermissionDenied where the entry cannot become a case now.

    EditConflict where a draft is open already. The same `form_key` gives the same draft.
    """
    Project.objects.select_for_update().get(pk=project.pk)

    def make():
        if not can_begin_case(by, project):
            raise PermissionDenied
        if project.case_drafts.open().exists():
            raise EditConflict("この1件の事例の下書きは、もう始まっています。", project)
        made = CaseDraft.objects.create(project=project, created_by=by, form_key=form_key, status=CASE.start, **values)
        record("start", by=by, target=made)
        return made

    theirs = {"project_id": project.pk, "created_by_id": by.pk}
    return create_once(CaseDraft, form_key, make, theirs=theirs, said=values)


@transaction.atomic
def save_case(draft, *, by, etag, **values):
    """What the draft says from now on. What others wrote since the page with `etag` was opened stays; EditConflict where both wrote."""
    draft = CaseDraft.objects.select_for_update().get(pk=draft.pk)
    if not can_write_case(by, draft):
        raise PermissionDenied
    names = names_to_write(etag, written(draft), values, draft)
    for name in names:
        setattr(draft, name, values[name])
    draft.save(update_fields=names)
    record("draft", by=by, target=draft)
    sync_tasks(draft)
    return draft


def case_read(draft):
    """(label, text) of the draft, for the steps that send it or say yes to it."""
    for name in draft.WRITTEN:
        value, label = getattr(draft, name), draft._meta.get_field(name).verbose_name
        yield label, "、".join(Topic(code).label for code in value) if name == "topics" else value


def _list(draft, *, by, **_):
    """A revision of the city's own guideline with this one case: both sides and the secretariat have read it."""
    guideline = Guideline.objects.own().published().first()
    if guideline is None:
        raise ValidationError(NO_GUIDELINE)
    key, order = _place(guideline, draft)
    change = ("cases", key, None, library_row(draft, key, order))
    title = f"事例を載せる：{draft.title}"[:100]
    draft.revision = _publish(guideline, draft, title, change, by)
    draft.save(update_fields=["revision"])
    _link(draft.project_id, CaseStudy.objects.get(guideline=guideline, key=key))


def _publish(guideline, draft, title, change, by):
    """The revision with this one change, on the page at once. Returns it."""
    revision = open_revision(guideline, title=title, by=by, note=f"台帳の1件「{draft.project}」から", changes=[change])
    return take_step(revision, "enter", by=None, pressed_by=by, version=revision.version)


def _place(guideline, draft):
    """(key, order) of the new case: after all others, by a key that none of them has."""
    taken = dict(CaseStudy.objects.filter(guideline=guideline).values_list("key", "order"))
    start = f"project-{draft.project_id}"
    key = next(key for key in (start, *(f"{start}-{number}" for number in range(2, 100))) if key not in taken)
    return key, max(taken.values(), default=0) + 1


def _unlist(draft, *, by, **_):
    """The case leaves the pages by a further revision; the guideline's history keeps both."""
    guideline, key = draft.revision.guideline, draft.revision.rows.get().key
    case = CaseStudy.objects.filter(guideline=guideline, key=key).first()
    if case is not None:
        _publish(guideline, draft, f"事例を下ろす：{draft.title}"[:100], ("cases", key, stored_row(case), None), by)
    draft.revision = None
    draft.save(update_fields=["revision"])


def _link(project, case):
    """From now on the entry and the case lead to each other."""
    Project.objects.filter(pk=project).update(case=case)


HOOKS = {
    "ask": Hook(reads=case_read),
    "accept": Hook(reads=case_read),
    "accept_on_paper": Hook(reads=case_read),
    "list": Hook(prepare=_list, reads=case_read),
    "undo_list": Hook(effect=_unlist),
}
