"""協働の種: written by its office, diagnosed by the secretariat or a coordinator."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from partners.directory.access import is_secretariat, offices_of

from .access import can_diagnose, can_edit_possibility
from .models import InventoryRound, Possibility
from .workflow import ROUND

WRITTEN = ("title", "what", "wanted", "state", "is_public", "call")
DIAGNOSED = ("diagnosis", "hoped", "means")


def etag_of_possibility(possibility):
    """The token of all that is written of it."""
    return etag_of([str(getattr(possibility, name)) for name in (*WRITTEN, *DIAGNOSED)])


@transaction.atomic
def add_possibility(*, by, office, form_key, round=None, **values):
    """A possibility of one office, and of this round or the one that asks for them now. values: columns of WRITTEN. The same key gives
    the same row."""
    if not (is_secretariat(by) or office.pk in offices_of(by)):
        raise PermissionDenied
    asking = InventoryRound.objects.filter(asks_possibilities=True, status__in=ROUND.opening("answer"))

    def make():
        made = Possibility.objects.create(office=office, round=round or asking.first(), form_key=form_key, **values)
        record("add", by=by, target=made)
        return made

    return create_once(Possibility, form_key, make, theirs={"office_id": office.pk})


@transaction.atomic
def edit_possibility(possibility, *, by, etag, **values):
    """Its office, or the secretariat, writes it anew. EditConflict where somebody did so meanwhile."""
    locked = _locked(possibility, etag)
    if not can_edit_possibility(by, locked):
        raise PermissionDenied
    return _save(locked, by, values)


@transaction.atomic
def diagnose(possibility, *, by, etag, diagnosis, hoped, means):
    """診断: how it could be done together, and by what means; who said so and when is kept. An empty diagnosis takes it back."""
    locked = _locked(possibility, etag)
    if not can_diagnose(by):
        raise PermissionDenied
    if not diagnosis and (hoped or means):
        raise ValidationError({"diagnosis": "診断を選んでください。"})
    who = (
        {"diagnosed_by": by, "diagnosed_on": timezone.localdate()}
        if diagnosis
        else dict.fromkeys(("diagnosed_by", "diagnosed_on"))
    )
    return _save(locked, by, {"diagnosis": diagnosis or None, "hoped": hoped, "means": means, **who})


def _locked(possibility, etag):
    locked = Possibility.objects.select_for_update(of=("self",)).select_related("office").get(pk=possibility.pk)
    if etag != etag_of_possibility(locked):
        raise EditConflict(OVERTAKEN, locked)
    return locked


def _save(possibility, by, values):
    for name, value in values.items():
        setattr(possibility, name, value)
    possibility.save()
    off_the_page("seed", possibility.pk)
    record("edit", by=by, target=possibility)
    return possibility
