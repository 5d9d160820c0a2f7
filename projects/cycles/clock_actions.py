"""What needs nobody's agreement is noted as it is: that it goes on once its day has come, that it is over after its last day."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.specs.models import Way

from .models import Cycle, CycleChange
from .workflow import CYCLE


def note_as_it_is(cycle, *, by):
    """Take the step that says how this year stands, where the table has one: over, going on, or neither; returns the year.

    by: who enters it, None: the clock.
    """
    step = _step_for(cycle)
    return take_step(cycle, step, by=by, version=cycle.version) if step else cycle


def _step_for(cycle):
    is_past = cycle.ends_on < timezone.localdate()
    over = CYCLE.step("note_over")
    if is_past and cycle.status in over.source and over.applies_to(cycle):
        return over.name
    begun = (CYCLE.step("note"), CYCLE.step("begin"))
    return next((row.name for row in begun if cycle.status in row.source and row.applies_to(cycle)), "")


def note_by_the_clock(today=None):
    """A job of the clock: years whose first day has come go on, records whose last day has passed are over; returns how many.

    What somebody has taken back stays as they left it.
    """
    today = today or timezone.localdate()
    record = Q(only_record=True) | Q(spec__way=Way.RECORD)
    taken_back = CycleChange.objects.filter(subject=OuterRef("pk"), step__in=("undo_note", "undo_note_over", "undo_begin"))
    begun = (record | Q(spec__way__in=(Way.NAME, Way.GRANT))) & Q(status=CYCLE.start, starts_on__lte=today)
    over = record & Q(status=CYCLE.step("note").target, ends_on__lt=today)
    rows = Cycle.objects.filter(begun | over).filter(~Exists(taken_back)).select_related("spec").order_by(F("pk"))
    noted = 0
    for cycle in rows:
        try:
            noted += bool(_step_for(cycle))
            note_as_it_is(cycle, by=None)
        except Stale:  # somebody was faster, and knows better
            continue
    return noted
