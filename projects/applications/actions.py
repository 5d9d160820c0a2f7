"""A draft is begun, written, copied, thrown away; what came on paper or by telephone is entered."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files.storage import remove_stored
from kyodo_portal.common.forms.three_way import as_read, fields_etag
from kyodo_portal.common.lists.search import doc
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks

from .access import can_apply_for, can_copy, can_discard, can_enter_for, can_write
from .asked import COPIED
from .models import Application
from .workflow import APPLICATION

Channel = Application.Channel
CLOSED = "この種類の申請は、いま受け付けていません。"
OLDEST = 366  # days ago: what came earlier is no matter of today's
NOT_A_DAY = "収受日は、今日までの1年のあいだの日にしてください。"


def said_in(application):
    """{name: value as JSON knows it} of what the page of a draft shows."""
    return as_read({name: getattr(application, _column(name)) for name in Application.WRITTEN} | {"extra": application.extra})


def etag_of(application):
    """The edit token of what the page of a draft shows."""
    return fields_etag(said_in(application))


def _column(name):
    return "basis_id" if name == "basis" else name


def search_text(application):
    """What lists find it by."""
    return doc(application.title, application.partner.name, application.number, application.place)


@transaction.atomic
def begin_application(spec, *, partner, by, form_key, previous=None, **values):
    """A draft of a group for this FormSpec. The same `form_key` gives the same draft.

    values: columns of Application.WRITTEN and `extra`. PermissionDenied for whoever does not write for the group, ValidationError
    where the form takes no applications now.
    """

    def make():
        if not can_apply_for(by, partner):
            raise PermissionDenied
        if not spec.takes_applications or not spec.is_in_use:
            raise ValidationError(CLOSED)
        return _made(spec, partner, by, form_key, previous=previous, is_sample=partner.is_sample, **values)

    theirs = {"partner_id": partner.pk, "spec_id": spec.pk}
    return create_once(Application, form_key, make, theirs=theirs)


def _made(spec, partner, by, form_key, **values):
    made = Application(spec=spec, partner=partner, created_by=by, form_key=form_key, status=APPLICATION.start, **values)
    made.search_text = search_text(made)
    made.save()
    record("start", by=by, target=made)
    return made


@transaction.atomic
def save_application(application, *, by, etag, **values):
    """What a draft says from now on. What others wrote since the page with `etag` was opened stays; EditConflict where both wrote.

    Stale where it was sent meanwhile.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("partner", "spec").get(pk=application.pk)
    if not locked.may("write"):
        raise Stale(locked)
    if not can_write(by, locked):
        raise PermissionDenied
    for name in names_to_write(etag, said_in(locked), as_read(values), locked):
        setattr(locked, name, values[name])
    locked.search_text = search_text(locked)
    locked.save()
    record("draft", by=by, target=locked)
    sync_tasks(locked)
    return locked


@transaction.atomic
def discard_application(application, *, by):
    """A draft that nobody was told of goes. Stale where it was sent meanwhile."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if not locked.may("write") or locked.was_sent:
        raise Stale(locked)
    if not can_discard(by, locked):
        raise PermissionDenied
    record("delete", by=by, target=locked, note="下書き")
    forget_tasks(locked)
    files = [row.stored_as for row in locked.papers.all()]
    locked.delete()
    for name in files:
        transaction.on_commit(lambda name=name: remove_stored(name))


@transaction.atomic
def copy_application(application, *, spec, by, form_key):
    """A new draft with what last year's says, without its days. spec: the FormSpec in use now."""
    if not can_copy(by, application):
        raise PermissionDenied
    values = {name: getattr(application, name) for name in COPIED}
    return begin_application(
        spec, partner=application.partner, by=by, form_key=form_key, previous=application, extra=dict(application.extra), **values
    )


@transaction.atomic
def enter_application(spec, *, partner, department, channel, received_on, by, form_key, **values):
    """What came on paper or by telephone: entered whole, and received at once by the office in charge, with its 収受日."""

    def make():
        if not can_enter_for(by, department):
            raise PermissionDenied
        days = (timezone.localdate() - received_on).days
        if not 0 <= days <= OLDEST:
            raise ValidationError({"received_on": NOT_A_DAY})
        came = {"channel": channel, "received_on": received_on, "entered_by": by, "department": department}
        made = _made(spec, partner, by, form_key, is_sample=partner.is_sample, **came, **values)
        sync_tasks(made)
        take_step(made, "enter", by=by, version=made.version)
        return made

    return create_once(Application, form_key, make, theirs={"partner_id": partner.pk, "entered_by_id": by.pk})
