"""協働の種: written by its office, diagnosed by the secretariat or a coordinator."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import as_read, fields_etag
from kyodo_portal.common.upwards import off_the_page
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.once import create_once
from partners.directory.access import is_secretariat, offices_of

from .access import can_diagnose, can_edit_possibility
from .models import InventoryRound
from .possibility_models import Possibility
from .workflow import ROUND

WRITTEN = ("title", "what", "wanted", "state", "is_public", "call")
DIAGNOSED = ("diagnosis", "hoped", "means")


def etag_of_possibility(possibility):
    """The token of all that is written of it."""
    return fields_etag(written_in(possibility))


def written_in(possibility):
    """{name: value as JSON knows it} of all that is written of it."""
    return as_read({name: getattr(possibility, name) for name in (*WRITTEN, *DIAGNOSED)})


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
    """Its office, or the secretariat, writes it anew. EditConflict where somebody wrote the same meanwhile."""
    locked = _locked(possibility)
    if not can_edit_possibility(by, locked):
        raise PermissionDenied
    names = names_to_write(etag, written_in(locked), as_read(values), locked)
    return _save(locked, by, {name: values[name] for name in names})


@transaction.atomic
def diagnose(possibility, *, by, etag, diagnosis, hoped, means):
    """診断: how it could be done together, and by what means; who said so and when is kept. An empty diagnosis takes it back."""
    locked = _locked(possibility)
    if not can_diagnose(by):
        raise PermissionDenied
    if not diagnosis and (hoped or means):
        raise ValidationError({"diagnosis": "診断を選んでください。"})
    who = (
        {"diagnosed_by": by, "diagnosed_on": timezone.localdate()}
        if diagnosis
        else dict.fromkeys(("diagnosed_by", "diagnosed_on"))
    )
    said = {"diagnosis": diagnosis or None, "hoped": hoped, "means": means}
    names_to_write(etag, written_in(locked), said, locked, together=[DIAGNOSED])
    return _save(locked, by, said | who)


def _locked(possibility):
    return Possibility.objects.select_for_update(of=("self",)).select_related("office").get(pk=possibility.pk)


def _save(possibility, by, values):
    for name, value in values.items():
        setattr(possibility, name, value)
    possibility.save()
    off_the_page("seed", possibility.pk)
    record("edit", by=by, target=possibility)
    return possibility
