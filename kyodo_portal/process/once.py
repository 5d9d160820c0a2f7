"""A form that is sent twice makes one row: the only way in which a row with a one-time key comes into being."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from .errors import EditConflict
from .models import Subject
from .task_actions import sync_tasks

OLD_PAGE = "画面を開き直して、もう一度送ってください。"
SAID_OTHERWISE = (
    "この画面は、もう一度送られています。先に送った内容は残っています。あとで書き替えた分は、下から写して、新しく書いてください。"
)


def create_once(model, form_key, make, *, theirs=None, said=None, alike=None):
    """What `make()` inserts into `model` under this key (UUID); for every later press, the row of the first.

    The second press of a double click waits in the database for the first and then finds its row, whatever it was that
    stopped it: the key, another unique column, a limit, a state that moved on. What `make` had written by then is rolled back.
    theirs: columns by which the row is known as this person's and of this place; where the key stands in a row that is
    another's, ValidationError asks for a fresh page. said: what people wrote, by column; where the first press said something
    else, EditConflict gives it back, because returning the first row would lose it silently.
    alike: columns with their values by which a row of `theirs` is the same thing under a newer key: whoever goes back in the
    browser gets a fresh page with the old words in it, and presses again.
    A matter of a process gets its first tasks with its row. Queries: one more than `make` where the key is new (two with `alike`), one where it is not.
    """
    known = _known(model, form_key, theirs, said)
    if known is None and alike:
        known = model._base_manager.filter(**theirs, **alike).order_by("pk").first()
    if known is not None:
        return known
    try:
        return _made(make)
    except (IntegrityError, ValidationError, PermissionDenied, EditConflict) as error:
        known = _known(model, form_key, theirs, said)
        if known is not None:
            return known
        if not isinstance(error, IntegrityError):
            raise
    return _made(make)  # another's row came between the checks of `make` and its insert: now they see it and name the cause


@transaction.atomic
def _made(make):
    made = make()
    if isinstance(made, Subject):
        sync_tasks(made)
    return made


def made_before(model, form_key, **theirs):
    """The row that a press with this key (UUID) made already, known as this person's by `theirs`; None without one. One query."""
    return model._base_manager.filter(form_key=form_key, **theirs).first()


def _known(model, form_key, theirs, said):
    row = made_before(model, form_key)
    if row is None:
        return None
    if any(getattr(row, name) != value for name, value in (theirs or {}).items()):
        raise ValidationError(OLD_PAGE)
    if any(getattr(row, name) != value for name, value in (said or {}).items()):
        raise EditConflict(SAID_OTHERWISE, row)
    return row
