"""A new version of 形態の決めごと is made, and put in use: the former one stays with the years that began by it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.version_actions import copy_rows, refuse_unwritten, rows_below

from .access import can_renew_spec
from .models import FormField, FormSpec, Ground, PaperAsk

PARTS = (FormField, PaperAsk, Ground)
COPIED = (
    "way", "evaluation", "counted", "takes_applications", "apply_days", "apply_from", "late", "answer_days", "report", "report_days",
    "unreported", "omit_years", "is_disposition",
)  # fmt: skip
State = FormSpec.State


def versions_of(spec, form=None):
    """All versions for one form, or, without one, for the common kind of `spec`; locked against a second writer."""
    whose = {"form": form} if form is not None else {"form": None, "code": spec.code}
    return FormSpec.objects.filter(**whose)


@transaction.atomic
def new_version(spec, *, by, form=None):
    """A draft that says what `spec` says, for a form of the city or, without one, for its common kind. One draft at a time: a second
    press finds it.
    """
    if not can_renew_spec(by) or (form is not None and form.code != spec.code):
        raise PermissionDenied
    spec = FormSpec.objects.select_for_update().get(pk=spec.pk)
    known = versions_of(spec, form)
    draft = known.filter(state=State.DRAFT).first()
    if draft is not None:
        return draft
    last = known.order_by("-version").values_list("version", flat=True).first() or 0
    values = {name: getattr(spec, name) for name in COPIED}
    made = FormSpec.objects.create(form=form, code=spec.code, version=last + 1, **values)
    copy_rows(PARTS, "spec", of=spec, to=made)
    record("edit", by=by, target=made, note="新しい版をつくった")
    return made


def etag_of_spec(spec):
    """The token of what the page of a version shows: its columns and rows, and whether it is in use."""
    return etag_of(spec.state, [str(getattr(spec, name)) for name in COPIED], rows_below(PARTS, "spec", spec))


@transaction.atomic
def put_in_use(spec, *, by, etag):
    """New years begin by this draft from now on; the version before is used no more. A second press finds it in use.

    EditConflict where it was changed since the page was opened, ValidationError where it does not fit together.
    """
    if not can_renew_spec(by):
        raise PermissionDenied
    locked = FormSpec.objects.select_for_update().get(pk=spec.pk)
    if locked.state == State.IN_USE:
        return locked
    if locked.state != State.DRAFT or etag != etag_of_spec(locked):
        raise EditConflict(OVERTAKEN, locked)
    locked.clean()
    refuse_unwritten(locked.fields.all())
    versions_of(locked, locked.form).filter(state=State.IN_USE).update(state=State.RETIRED)
    locked.state = State.IN_USE
    locked.save(update_fields=["state", "updated_at"])
    record("edit", by=by, target=locked, note="使い始めた")
    return locked
